package io.keyferry.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.infra.SampleSettings;
import io.keyferry.infra.Synthesized;
import io.keyferry.infra.settings.Pems;
import io.keyferry.model.deployment.FunctionSpec;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionsTest {

  private final Synthesized stack = Synthesized.of(SampleSettings.twoAgents());

  @ParameterizedTest
  @CsvSource({
    "RequestImport, keyferry-request-import, 29, 5",
    "CompleteImport, keyferry-complete-import, 60, 2",
    "ReadImports, keyferry-read-imports, 29, 5",
    "ResumeImports, keyferry-resume-imports, 300, 1",
  })
  void eachFunctionIsTheSameJarUnderAnotherHandler(
      String handler, String name, int timeout, int concurrency) {
    JsonNode function = function(stack, handler);

    assertThat(function.path("FunctionName").asText()).isEqualTo(name);
    assertThat(function.path("Handler").asText()).isEqualTo("io.keyferry.cloud." + handler);
    assertThat(function.path("Timeout").asInt()).isEqualTo(timeout);
    assertThat(function.path("ReservedConcurrentExecutions").asInt()).isEqualTo(concurrency);
    assertThat(function.path("Code")).isEqualTo(function(stack, "RequestImport").path("Code"));
    assertThat(function.path("Role").asText()).isEqualTo("${Functions" + handler + "Role.Arn}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RequestImport", "CompleteImport", "ReadImports", "ResumeImports"})
  void eachRunsOnJava25AndArmWithoutASnapshotAndLogsJson(String handler) {
    JsonNode function = function(stack, handler);

    assertThat(function.path("Runtime").asText()).isEqualTo("java25");
    assertThat(function.path("Architectures")).isEqualTo(Json.of("[\"arm64\"]"));
    assertThat(function.path("MemorySize").asInt()).isEqualTo(1024);
    assertThat(function.has("SnapStart")).isFalse();
    assertThat(function.at("/LoggingConfig/LogFormat").asText()).isEqualTo("JSON");
    assertThat(function.at("/LoggingConfig/LogGroup").asText())
        .isEqualTo("${Functions" + handler + "LogGroup}");
    assertThat(function.has("TracingConfig")).isFalse();
  }

  @Test
  void noVersionIsPublishedThatCouldBecomeInactive() {
    assertThat(stack.all("AWS::Lambda::Version")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "RequestImport, keyferry-request-import",
    "CompleteImport, keyferry-complete-import",
    "ReadImports, keyferry-read-imports",
    "ResumeImports, keyferry-resume-imports",
  })
  void theRoleHasTheNameOfItsFunctionAndTheRegion(String handler, String name) {
    assertThat(stack.properties("Functions" + handler + "Role").path("RoleName").asText())
        .isEqualTo(name + "-${AWS::Region}");
  }

  @Test
  void concurrencyIsReservedAsMuchAsTheSettingsReckonAndNoneWhereTheySaySo() {
    assertThat(
            stack.all("AWS::Lambda::Function").stream()
                .mapToInt(
                    function -> function.at("/Properties/ReservedConcurrentExecutions").asInt())
                .sum())
        .isEqualTo(FunctionSpec.reservedByAll());
    assertThat(Synthesized.of(SampleSettings.unusual()).all("AWS::Lambda::Function"))
        .noneMatch(function -> function.path("Properties").has("ReservedConcurrentExecutions"));
  }

  @Test
  void everyLogIsKeptAsLongAsTheSettingsSay() {
    assertThat(stack.all("AWS::Logs::LogGroup"))
        .hasSize(5)
        .allSatisfy(
            log -> assertThat(log.at("/Properties/RetentionInDays").asInt()).isEqualTo(180));
    assertThat(Synthesized.of(SampleSettings.unusual()).all("AWS::Logs::LogGroup"))
        .allSatisfy(
            log -> assertThat(log.at("/Properties/RetentionInDays").asInt()).isEqualTo(365));
  }

  @Test
  void eachGetsWhatItNeeds() {
    JsonNode agents =
        Json.of(
            """
            [{"name": "hsm-1", "publicKey": "%s", "jobsQueueUrl": "${QueuesJobshsm1Queue}"},
             {"name": "hsm-2", "publicKey": "%s", "jobsQueueUrl": "${QueuesJobshsm2Queue}"}]
            """
                .formatted(escaped("hsm-1"), escaped("hsm-2")));
    JsonNode moving =
        Json.of(
            """
            {
              "KEYFERRY_TABLE": "${ImportsTable}",
              "KEYFERRY_SIGNING_KEY": "${SigningKey.Arn}",
              "KEYFERRY_JOB_LIFETIME": "PT12H",
              "KEYFERRY_EVENT_BUS": "default",
              "KEYFERRY_KEEP_FAILED": "P400D"
            }
            """);
    JsonNode wrapping =
        Json.of(
            """
            {
              "KEYFERRY_WRAPPING_ALGORITHMS": "RSAES_OAEP_SHA_256,RSA_AES_KEY_WRAP_SHA_256",
              "KEYFERRY_WRAPPING_KEY_SPECS": "RSA_4096"
            }
            """);
    JsonNode results = Json.of("{\"KEYFERRY_RESULTS_QUEUE_URL\": \"${QueuesResultsQueue}\"}");

    assertEnvironment("RequestImport", agents, moving, wrapping);
    assertEnvironment("ResumeImports", agents, moving, wrapping);
    assertEnvironment("CompleteImport", agents, moving, results);
    assertThat(environment(stack, "ReadImports"))
        .isEqualTo(Json.of("{\"KEYFERRY_TABLE\": \"${ImportsTable}\"}"));
  }

  private void assertEnvironment(String handler, JsonNode agents, JsonNode... others) {
    JsonNode variables = environment(stack, handler);

    assertThat(Json.of(variables.path("KEYFERRY_AGENTS").asText())).isEqualTo(agents);
    assertThat(variables).hasSize(1 + Stream.of(others).mapToInt(JsonNode::size).sum());
    assertThat(others)
        .allSatisfy(other -> assertThat(variables.properties()).containsAll(other.properties()));
  }

  @Test
  void settingsReachTheFunctions() {
    JsonNode variables = environment(Synthesized.of(SampleSettings.unusual()), "RequestImport");

    assertThat(variables.path("KEYFERRY_JOB_LIFETIME").asText()).isEqualTo("PT1H30M");
    assertThat(variables.path("KEYFERRY_KEEP_FAILED").asText()).isEqualTo("P30D");
    assertThat(variables.path("KEYFERRY_WRAPPING_ALGORITHMS").asText())
        .isEqualTo("RSA_AES_KEY_WRAP_SHA_256,RSAES_OAEP_SHA_1");
    assertThat(variables.path("KEYFERRY_TAG_KEYS").asText()).isEqualTo("origin,cost-*");
    assertThat(variables.path("KEYFERRY_ALLOW_EVEN_IF_DISABLED").asText()).isEqualTo("true");
    assertThat(variables.path("KEYFERRY_WRAPPING_KEY_SPECS").asText())
        .isEqualTo("RSA_4096,RSA_3072");
  }

  @Test
  void tracingFollowsTheSettingsAndIsThenAllowed() {
    Synthesized traced = Synthesized.of(SampleSettings.unusual());
    JsonNode function = function(traced, "ReadImports");

    assertThat(function.path("TracingConfig")).isEqualTo(Json.of("{\"Mode\": \"Active\"}"));
    assertThat(
            traced
                .properties("FunctionsReadImportsRole")
                .at("/Policies/0/PolicyDocument/Statement")
                .valueStream()
                .map(statement -> statement.path("Sid").asText()))
        .contains("Trace");
  }

  @Test
  void resultsComeToCompleteImportOneByOneAndTwoAtOnce() {
    JsonNode mapping = stack.properties("FunctionsResultsToCompleteImport");

    assertThat(mapping.path("EventSourceArn").asText()).isEqualTo("${QueuesResultsQueue.Arn}");
    assertThat(mapping.path("FunctionName").asText())
        .isEqualTo("${FunctionsCompleteImportFunction}");
    assertThat(mapping.path("BatchSize").asInt()).isEqualTo(1);
    assertThat(mapping.at("/ScalingConfig/MaximumConcurrency").asInt()).isEqualTo(2);
    assertThat(mapping.has("FunctionResponseTypes")).isFalse();
  }

  private static JsonNode function(Synthesized stack, String handler) {
    return stack.properties("Functions" + handler + "Function");
  }

  private static JsonNode environment(Synthesized stack, String handler) {
    return function(stack, handler).at("/Environment/Variables");
  }

  private static String escaped(String key) {
    return Pems.of(key).replace("\n", "\\n");
  }
}
