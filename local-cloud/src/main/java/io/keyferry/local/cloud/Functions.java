package io.keyferry.local.cloud;

import io.keyferry.local.dynamodb.ImportsTable;
import io.keyferry.local.lambda.Function;
import io.keyferry.local.sqs.LocalQueues;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The three functions of the cloud half as they are deployed here. */
public final class Functions {

  public static final String REQUEST_IMPORT = "keyferry-request-import";
  public static final String COMPLETE_IMPORT = "keyferry-complete-import";
  public static final String READ_IMPORTS = "keyferry-read-imports";

  static final String API_ID = "keyferry01";

  /** The HTTP API's routes. */
  static final Map<String, String> ROUTES =
      Map.of(
          "POST /imports", REQUEST_IMPORT,
          "GET /imports", READ_IMPORTS,
          "GET /imports/{importId}", READ_IMPORTS);

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int MEMORY_MEGABYTES = 512;

  private Functions() {}

  static List<Function> all(
      CloudSettings settings,
      URI kms,
      URI sqs,
      URI dynamoDb,
      LocalQueues queues,
      String signingKey) {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ENDPOINT_URL_KMS", kms.toString());
    environment.put("AWS_ENDPOINT_URL_SQS", sqs.toString());
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.toString());
    environment.put("KEYFERRY_TABLE", ImportsTable.NAME);
    environment.put("KEYFERRY_JOBS_QUEUE_URL", queues.jobs().url());
    environment.put("KEYFERRY_RESULTS_QUEUE_URL", queues.results().url());
    environment.put("KEYFERRY_SIGNING_KEY", signingKey);
    environment.put("KEYFERRY_AGENT_KEY", settings.agent().pem());
    environment.putAll(settings.functionEnvironment());
    return List.of(
        function(settings, REQUEST_IMPORT, "io.keyferry.cloud.RequestImport", environment),
        function(settings, COMPLETE_IMPORT, "io.keyferry.cloud.CompleteImport", environment),
        function(settings, READ_IMPORTS, "io.keyferry.cloud.ReadImports", environment));
  }

  private static Function function(
      CloudSettings settings, String name, String handler, Map<String, String> environment) {
    return new Function(
        name,
        handler,
        List.of(settings.layout().lambdaJar()),
        environment,
        TIMEOUT,
        MEMORY_MEGABYTES,
        List.of());
  }
}
