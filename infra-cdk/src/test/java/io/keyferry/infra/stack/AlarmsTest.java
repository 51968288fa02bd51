package io.keyferry.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.infra.SampleSettings;
import io.keyferry.infra.Synthesized;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlarmsTest {

  private final Synthesized stack = Synthesized.of(SampleSettings.twoAgents());

  @Test
  void theseAlarmsThereAreAndAllGoToTheOneTopicAndSayWhatTheyMean() {
    assertThat(stack.all("AWS::CloudWatch::Alarm"))
        .extracting(alarm -> alarm.at("/Properties/AlarmName").asText())
        .containsExactlyInAnyOrder(
            "keyferry-dead-letters-jobs-hsm-1",
            "keyferry-dead-letters-jobs-hsm-2",
            "keyferry-dead-letters-results",
            "keyferry-oldest-job-hsm-1",
            "keyferry-oldest-job-hsm-2",
            "keyferry-import-failed",
            "keyferry-kms-throttled",
            "keyferry-orphaned-keys",
            "keyferry-errors-RequestImport",
            "keyferry-errors-CompleteImport",
            "keyferry-errors-ReadImports",
            "keyferry-errors-ResumeImports",
            "keyferry-resume-imports-silent",
            "keyferry-events-undelivered",
            "keyferry-key-material-expires");
    assertThat(stack.all("AWS::CloudWatch::Alarm"))
        .allSatisfy(alarm -> {
          assertThat(alarm.at("/Properties/AlarmActions"))
              .isEqualTo(Json.of("[\"${AlarmTopic}\"]"));
          assertThat(alarm.at("/Properties/AlarmDescription").asText()).isNotBlank();
        });
  }

  @ParameterizedTest
  @CsvSource({
    "dead-letters-jobs-hsm-1, AWS/SQS, ApproximateNumberOfMessagesVisible, Maximum, 1, 300,"
        + " QueueName, ${QueuesJobshsm1DeadLetters.QueueName}",
    "dead-letters-jobs-hsm-2, AWS/SQS, ApproximateNumberOfMessagesVisible, Maximum, 1, 300,"
        + " QueueName, ${QueuesJobshsm2DeadLetters.QueueName}",
    "dead-letters-results, AWS/SQS, ApproximateNumberOfMessagesVisible, Maximum, 1, 300,"
        + " QueueName, ${QueuesResultsDeadLetters.QueueName}",
    "oldest-job-hsm-1, AWS/SQS, ApproximateAgeOfOldestMessage, Maximum, 3600, 300,"
        + " QueueName, ${QueuesJobshsm1Queue.QueueName}",
    "oldest-job-hsm-2, AWS/SQS, ApproximateAgeOfOldestMessage, Maximum, 3600, 300,"
        + " QueueName, ${QueuesJobshsm2Queue.QueueName}",
    "import-failed, AWS/Events, TriggeredRules, Sum, 1, 300, RuleName, keyferry-import-failed",
    "errors-RequestImport, AWS/Lambda, Errors, Sum, 1, 300,"
        + " FunctionName, ${FunctionsRequestImportFunction}",
    "errors-ResumeImports, AWS/Lambda, Errors, Sum, 1, 300,"
        + " FunctionName, ${FunctionsResumeImportsFunction}",
  })
  void goesOffAtTheThreshold(
      String name,
      String namespace,
      String metric,
      String statistic,
      int threshold,
      int period,
      String dimension,
      String value) {
    JsonNode alarm = alarm(name);

    assertThat(alarm.path("Namespace").asText()).isEqualTo(namespace);
    assertThat(alarm.path("MetricName").asText()).isEqualTo(metric);
    assertThat(alarm.path("Statistic").asText()).isEqualTo(statistic);
    assertThat(alarm.path("ComparisonOperator").asText())
        .isEqualTo("GreaterThanOrEqualToThreshold");
    assertThat(alarm.path("Threshold").asInt()).isEqualTo(threshold);
    assertThat(alarm.path("Period").asInt()).isEqualTo(period);
    assertThat(alarm.path("EvaluationPeriods").asInt()).isEqualTo(1);
    assertThat(alarm.path("TreatMissingData").asText()).isEqualTo("notBreaching");
    assertThat(alarm.at("/Dimensions/0/Name").asText()).isEqualTo(dimension);
    assertThat(alarm.at("/Dimensions/0/Value").asText()).isEqualTo(value);
  }

  @Test
  void resumeImportsThatDoesNotRunIsAnAlarmToo() {
    JsonNode alarm = alarm("resume-imports-silent");

    assertThat(alarm.path("MetricName").asText()).isEqualTo("Invocations");
    assertThat(alarm.path("ComparisonOperator").asText()).isEqualTo("LessThanThreshold");
    assertThat(alarm.path("Threshold").asInt()).isEqualTo(1);
    assertThat(alarm.path("Period").asInt()).isEqualTo(900);
    assertThat(alarm.path("TreatMissingData").asText()).isEqualTo("breaching");
  }

  @Test
  void whatEventBridgeCouldNotDeliverIsAddedUpOverTheThreeRules() {
    JsonNode metrics = alarm("events-undelivered").path("Metrics");

    assertThat(metrics.findValuesAsText("Expression")).containsExactly("SUM(FILL(METRICS(), 0))");
    assertThat(metrics.findValuesAsText("MetricName")).containsOnly("FailedInvocations").hasSize(3);
    assertThat(metrics.findValues("Dimensions"))
        .extracting(dimensions -> dimensions.at("/0/Value").asText())
        .containsExactlyInAnyOrder(
            "keyferry-resume-imports", "keyferry-find-orphans", "keyferry-import-failed");
  }

  @ParameterizedTest
  @CsvSource({
    "KmsThrottled, KMS_THROTTLED, kms-throttled, 300, 3",
    "OrphanedKeys, ORPHANED_KEY, orphaned-keys, 86400, 1",
  })
  void termsInTheLogsAreCounted(
      String metric, String term, String alarm, int period, int functions) {
    List<JsonNode> filters =
        stack.all("AWS::Logs::MetricFilter").stream()
            .map(filter -> filter.path("Properties"))
            .filter(
                filter -> filter.at("/MetricTransformations/0/MetricName").asText().equals(metric))
            .toList();

    assertThat(filters)
        .hasSize(functions)
        .allSatisfy(filter -> {
          assertThat(filter.path("FilterPattern").asText()).isEqualTo("\"" + term + "\"");
          assertThat(filter.at("/MetricTransformations/0/MetricNamespace").asText())
              .isEqualTo("KeyFerry");
          assertThat(filter.path("LogGroupName").asText()).endsWith("LogGroup}");
        });
    assertThat(alarm(alarm).path("Namespace").asText()).isEqualTo("KeyFerry");
    assertThat(alarm(alarm).path("MetricName").asText()).isEqualTo(metric);
    assertThat(alarm(alarm).path("Statistic").asText()).isEqualTo("Sum");
    assertThat(alarm(alarm).path("Period").asInt()).isEqualTo(period);
  }

  @Test
  void everyKeyWhoseMaterialExpiresIsWatchedByOneAlarm() {
    JsonNode alarm = alarm("key-material-expires");

    assertThat(alarm.path("Metrics"))
        .isEqualTo(
            Json.of(
                """
                [{
                  "Id": "expiry",
                  "Expression": "SELECT MIN(SecondsUntilKeyMaterialExpiration) FROM\
                 SCHEMA(\\"AWS/KMS\\", KeyId) GROUP BY KeyId ORDER BY MIN() ASC",
                  "Period": 300,
                  "ReturnData": true
                }]
                """));
    assertThat(alarm.path("ComparisonOperator").asText()).isEqualTo("LessThanThreshold");
    assertThat(alarm.path("Threshold").asInt()).isEqualTo(14 * 24 * 3600);
    assertThat(alarm.path("TreatMissingData").asText()).isEqualTo("notBreaching");
  }

  @Test
  void howLongBeforeIsByTheSettings() {
    assertThat(
            Synthesized.of(SampleSettings.unusual())
                .properties("AlarmsKeyMaterialExpiryAlarm")
                .path("Threshold")
                .asInt())
        .isEqualTo(60 * 24 * 3600);
  }

  private JsonNode alarm(String name) {
    return stack.all("AWS::CloudWatch::Alarm").stream()
        .map(alarm -> alarm.path("Properties"))
        .filter(alarm -> alarm.path("AlarmName").asText().equals("keyferry-" + name))
        .findFirst()
        .orElseThrow();
  }
}
