package io.keyferry.local.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.local.gate.Credentials;
import io.keyferry.local.gate.Gates;
import io.keyferry.local.lambda.Function;
import io.keyferry.local.process.ClassArchive;
import io.keyferry.local.sqs.LocalQueues;
import io.keyferry.model.deployment.EnvironmentVariable;
import io.keyferry.model.deployment.FunctionSpec;
import io.keyferry.model.deployment.RouteSpec;
import io.keyferry.model.value.VerificationKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The functions of the cloud half as deployed here. */
public final class Functions {

  public static final String REQUEST_IMPORT = FunctionSpec.REQUEST_IMPORT.functionName();
  public static final String COMPLETE_IMPORT = FunctionSpec.COMPLETE_IMPORT.functionName();
  public static final String READ_IMPORTS = FunctionSpec.READ_IMPORTS.functionName();
  public static final String RESUME_IMPORTS = FunctionSpec.RESUME_IMPORTS.functionName();

  /**
   * The functions that a caller waits for; {@link #RESUME_IMPORTS} starts when it is first invoked.
   */
  static final List<String> WARM = List.of(REQUEST_IMPORT, COMPLETE_IMPORT, READ_IMPORTS);

  private static final ObjectMapper JSON = new ObjectMapper();

  private Functions() {}

  /**
   * All functions, each with its variables in the template and the credentials of its own role, and
   * with the key of the enrolled agent.
   */
  static List<Function> all(
      CloudSettings settings,
      Gates.Endpoints services,
      DeployedStack deployed,
      Map<String, Credentials> credentials) {
    ClassArchive archive =
        ClassArchive.of(settings.layout().lambdaJar(), settings.layout().work("functions.jsa"));
    return FunctionSpec.ALL.stream()
        .map(spec -> {
          Map<String, String> environment = environment(spec, deployed, settings.agent());
          environment.put("AWS_ENDPOINT_URL_KMS", services.kms().toString());
          environment.put("AWS_ENDPOINT_URL_SQS", services.sqs().toString());
          environment.put("AWS_ENDPOINT_URL_DYNAMODB", services.dynamoDb().toString());
          environment.put("AWS_ENDPOINT_URL_EVENTBRIDGE", services.events().toString());
          environment.put(EnvironmentVariable.LOCAL_STACK, "true");
          environment.putAll(
              Optional.ofNullable(credentials.get(spec.functionName()))
                  .orElseThrow()
                  .environment());
          return new Function(
                  spec.functionName(),
                  spec.handler(),
                  List.of(settings.layout().lambdaJar()),
                  environment,
                  spec.timeout(),
                  spec.memorySize(),
                  spec.equals(FunctionSpec.REQUEST_IMPORT) ? archive.writing() : archive.reading())
              .withAliases(aliases(spec));
        })
        .toList();
  }

  /** The HTTP API's routes, in the form of a local HTTP API. */
  static Map<String, String> routes() {
    return RouteSpec.ALL.stream()
        .collect(
            Collectors.toMap(
                RouteSpec::routeKey,
                route -> route.target().functionName() + ":" + RouteSpec.ALIAS));
  }

  private static Set<String> aliases(FunctionSpec spec) {
    return RouteSpec.ALL.stream().anyMatch(route -> route.target().equals(spec))
        ? Set.of(RouteSpec.ALIAS)
        : Set.of();
  }

  /** The values depend on the settings from which the template is made. */
  private static Map<String, String> environment(
      FunctionSpec spec, DeployedStack deployed, VerificationKey agent) {
    Map<String, String> template = deployed.stack().function(spec.functionName()).environment();
    Map<String, String> environment = new HashMap<>();
    for (EnvironmentVariable variable : spec.environment()) {
      Optional.ofNullable(template.get(variable.key()))
          .map(value -> variable == EnvironmentVariable.AGENTS ? enrolled(value, agent) : value)
          .ifPresent(value -> environment.put(variable.key(), value));
    }
    return environment;
  }

  /** The template is made before there is an agent. */
  private static String enrolled(String agents, VerificationKey key) {
    try {
      JsonNode read = JSON.readTree(agents);
      for (JsonNode agent : read) {
        if (agent instanceof ObjectNode object
            && object.path("name").asText().equals(LocalQueues.AGENT.value())) {
          object.put("publicKey", key.pem());
        }
      }
      return read.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("expected the agents as JSON, found " + agents, e);
    }
  }
}
