package io.keyferry.local.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.local.gate.Credentials;
import io.keyferry.local.gate.Gates;
import io.keyferry.local.lambda.Function;
import io.keyferry.local.process.ClassArchive;
import io.keyferry.model.value.VerificationKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

  /** The alias that nobody but the HTTP API invokes. */
  private static final String API = ":api";

  /** The HTTP API's routes. */
  static final Map<String, String> ROUTES =
      Map.of(
          "POST /imports", REQUEST_IMPORT + API,
          "GET /imports", READ_IMPORTS + API,
          "GET /imports/{importId}", READ_IMPORTS + API);

  private static final String AGENTS = "KEYFERRY_AGENTS";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Functions() {}

  /**
   * The functions of the template, each with the credentials of its own role, and with the key of
   * the agent that is enrolled here.
   */
  static List<Function> all(
      CloudSettings settings,
      Gates.Endpoints services,
      DeployedStack deployed,
      Map<String, Credentials> credentials) {
    ClassArchive archive =
        ClassArchive.of(settings.layout().lambdaJar(), settings.layout().work("functions.jsa"));
    Map<String, List<String>> aliases = deployed.stack().aliases();
    List<Function> functions = new ArrayList<>();
    deployed
        .stack()
        .functions()
        .forEach((name, function) -> {
          Map<String, String> environment = new HashMap<>(function.environment());
          environment.computeIfPresent(AGENTS, (_, agents) -> enrolled(agents, settings.agent()));
          environment.put("AWS_ENDPOINT_URL_KMS", services.kms().toString());
          environment.put("AWS_ENDPOINT_URL_SQS", services.sqs().toString());
          environment.put("AWS_ENDPOINT_URL_DYNAMODB", services.dynamoDb().toString());
          environment.put("AWS_ENDPOINT_URL_EVENTBRIDGE", services.events().toString());
          environment.put("KEYFERRY_LOCAL_STACK", "true");
          environment.putAll(settings.functionEnvironment());
          environment.putAll(
              Optional.ofNullable(credentials.get(name)).orElseThrow().environment());
          functions.add(
              new Function(
                      name,
                      function.handler(),
                      List.of(settings.layout().lambdaJar()),
                      environment,
                      Duration.ofSeconds(function.timeoutSeconds()),
                      function.memoryMegabytes(),
                      name.equals(REQUEST_IMPORT) ? archive.writing() : archive.reading())
                  .withAliases(Set.copyOf(aliases.getOrDefault(name, List.of()))));
        });
    return functions;
  }

  /** The template is made before there is an agent. */
  private static String enrolled(String agents, VerificationKey key) {
    try {
      JsonNode read = JSON.readTree(agents);
      for (JsonNode agent : read) {
        if (agent instanceof ObjectNode object && object.path("name").asText().equals(AGENT)) {
          object.put("publicKey", key.pem());
        }
      }
      return read.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("expected JSON in " + AGENTS + ", found " + agents, e);
    }
  }
}
