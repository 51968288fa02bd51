package io.keyferry.local.cloud;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.keyferry.local.dynamodb.ImportsTable;
import io.keyferry.local.lambda.Function;
import io.keyferry.local.process.ClassArchive;
import io.keyferry.local.sqs.LocalQueues;
import io.keyferry.model.VerificationKey;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The four functions of the cloud half as they are deployed here. */
public final class Functions {

  public static final String REQUEST_IMPORT = "keyferry-request-import";
  public static final String COMPLETE_IMPORT = "keyferry-complete-import";
  public static final String READ_IMPORTS = "keyferry-read-imports";
  public static final String RESUME_IMPORTS = "keyferry-resume-imports";

  /** Those that a caller waits for; {@link #RESUME_IMPORTS} starts when it is first invoked. */
  static final List<String> WARM = List.of(REQUEST_IMPORT, COMPLETE_IMPORT, READ_IMPORTS);

  /** What the schedule sends to {@link #RESUME_IMPORTS}. */
  static final String RESUME = "{\"task\":\"resume\"}";

  /** The name of the one agent. */
  static final String AGENT = "local";

  static final String API_ID = "keyferry01";

  /** The HTTP API's routes. */
  static final Map<String, String> ROUTES =
      Map.of(
          "POST /imports", REQUEST_IMPORT,
          "GET /imports", READ_IMPORTS,
          "GET /imports/{importId}", READ_IMPORTS);

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration RESUME_TIMEOUT = Duration.ofMinutes(5);
  private static final int MEMORY_MEGABYTES = 512;

  private Functions() {}

  static List<Function> all(
      CloudSettings settings,
      CloudServices services,
      URI dynamoDb,
      LocalQueues queues,
      String signingKey) {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ENDPOINT_URL_KMS", services.kms().toString());
    environment.put("AWS_ENDPOINT_URL_SQS", services.sqs().toString());
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.toString());
    environment.put("AWS_ENDPOINT_URL_EVENTBRIDGE", services.eventBridge().toString());
    environment.put("KEYFERRY_TABLE", ImportsTable.NAME);
    environment.put("KEYFERRY_RESULTS_QUEUE_URL", queues.results().url());
    environment.put("KEYFERRY_SIGNING_KEY", signingKey);
    environment.put("KEYFERRY_AGENTS", agents(settings.agent(), queues.jobs().url()));
    environment.put("KEYFERRY_EVENT_BUS", "default");
    environment.put("KEYFERRY_LOCAL_STACK", "true");
    environment.putAll(settings.functionEnvironment());
    ClassArchive archive =
        ClassArchive.of(settings.layout().lambdaJar(), settings.layout().work("functions.jsa"));
    return List.of(
        function(
            settings, REQUEST_IMPORT, "RequestImport", environment, TIMEOUT, archive.writing()),
        function(
            settings, COMPLETE_IMPORT, "CompleteImport", environment, TIMEOUT, archive.reading()),
        function(settings, READ_IMPORTS, "ReadImports", environment, TIMEOUT, archive.reading()),
        function(
            settings,
            RESUME_IMPORTS,
            "ResumeImports",
            environment,
            RESUME_TIMEOUT,
            archive.reading()));
  }

  private static String agents(VerificationKey key, String jobsQueueUrl) {
    ArrayNode agents = JsonNodeFactory.instance.arrayNode();
    agents
        .addObject()
        .put("name", AGENT)
        .put("publicKey", key.pem())
        .put("jobsQueueUrl", jobsQueueUrl);
    return agents.toString();
  }

  private static Function function(
      CloudSettings settings,
      String name,
      String handler,
      Map<String, String> environment,
      Duration timeout,
      List<String> javaOptions) {
    return new Function(
        name,
        "io.keyferry.cloud." + handler,
        List.of(settings.layout().lambdaJar()),
        environment,
        timeout,
        MEMORY_MEGABYTES,
        javaOptions);
  }
}
