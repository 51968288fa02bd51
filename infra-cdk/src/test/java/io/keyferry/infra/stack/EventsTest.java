package io.keyferry.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.infra.SampleSettings;
import io.keyferry.infra.Synthesized;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventsTest {

  private final Synthesized stack = Synthesized.of(SampleSettings.twoAgents());

  @ParameterizedTest
  @CsvSource({
    "Resume, keyferry-resume-imports, rate(5 minutes), resume",
    "Orphans, keyferry-find-orphans, rate(1 day), orphans",
  })
  void resumeImportsIsTriggeredWithItsTask(String id, String name, String rate, String task) {
    JsonNode rule = stack.properties("Events" + id);

    assertThat(rule.path("Name").asText()).isEqualTo(name);
    assertThat(rule.path("State").asText()).isEqualTo("ENABLED");
    assertThat(rule.path("ScheduleExpression").asText()).isEqualTo(rate);
    assertThat(rule.path("Targets")).hasSize(1);
    assertThat(rule.at("/Targets/0/Arn").asText())
        .isEqualTo("${FunctionsResumeImportsFunction.Arn}");
    assertThat(Json.of(rule.at("/Targets/0/Input").asText()))
        .isEqualTo(Json.of("{\"task\": \"" + task + "\"}"));
  }

  @Test
  void oneRunOfResumeImportsAtATimeAndAFailedOneIsNotRepeated() {
    assertThat(stack.properties("FunctionsResumeImportsFunctionEventInvokeConfig"))
        .isEqualTo(
            Json.of(
                """
                {
                  "FunctionName": "${FunctionsResumeImportsFunction}",
                  "Qualifier": "$LATEST",
                  "MaximumEventAgeInSeconds": 3600,
                  "MaximumRetryAttempts": 0
                }
                """));
  }

  @Test
  void failedImportsAreReportedByTheTopic() {
    JsonNode rule = stack.properties("EventsFailed");

    assertThat(rule.path("EventPattern"))
        .isEqualTo(
            Json.of(
                "{\"source\": [\"keyferry\"], \"detail-type\": [\"KeyFerry Operation Failed\"]}"));
    assertThat(rule.path("Targets"))
        .isEqualTo(
            Json.of(
                """
                [{
                  "Id": "AlarmTopic",
                  "Arn": "${AlarmTopic}",
                  "RoleArn": "${AlarmTopicPublisher.Arn}"
                }]
                """));
  }

  @Test
  void theTopicIsEncryptedAndWritesToTheAddressInTheSettings() {
    assertThat(stack.properties("AlarmTopic").path("KmsMasterKeyId").asText())
        .isEqualTo("${DataKey.Arn}");
    assertThat(stack.all("AWS::SNS::Subscription"))
        .extracting(one -> one.path("Properties"))
        .containsExactly(
            Json.of(
                """
                {"Endpoint": "kms@example.com", "Protocol": "email", "TopicArn": "${AlarmTopic}"}
                """));
    assertThat(Synthesized.of(SampleSettings.unusual()).all("AWS::SNS::Subscription")).isEmpty();
  }
}
