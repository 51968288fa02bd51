package io.keyferry.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.infra.SampleSettings;
import io.keyferry.infra.Synthesized;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlarmsTest {

  private final Synthesized stack = Synthesized.of(SampleSettings.twoAgents());

  @Test
  void theseAlarmsExistAndPublishToOneTopicAndSayWhatTheyMean() {
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
            "keyferry-signing-key",
            "keyferry-errors-logged-RequestImport",
            "keyferry-errors-logged-CompleteImport",
            "keyferry-errors-logged-ReadImports",
            "keyferry-errors-logged-ResumeImports",
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
    "signing-key, AWS/Events, TriggeredRules, Sum, 1, 300, RuleName, keyferry-signing-key",
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
  void resumeImportsThatDoesNotRunRaisesAnAlarmToo() {
    JsonNode alarm = alarm("resume-imports-silent");

    assertThat(alarm.path("MetricName").asText()).isEqualTo("Invocations");
    assertThat(alarm.path("ComparisonOperator").asText()).isEqualTo("LessThanThreshold");
    assertThat(alarm.path("Threshold").asInt()).isEqualTo(1);
    assertThat(alarm.path("Period").asInt()).isEqualTo(900);
    assertThat(alarm.path("TreatMissingData").asText()).isEqualTo("breaching");
  }

  @Test
  void whatEventBridgeCouldNotDeliverIsAddedUpOverTheFourRules() {
    JsonNode metrics = alarm("events-undelivered").path("Metrics");

    assertThat(metrics.findValuesAsText("Expression")).containsExactly("SUM(FILL(METRICS(), 0))");
    assertThat(metrics.findValuesAsText("MetricName")).containsOnly("FailedInvocations").hasSize(4);
    assertThat(metrics.findValues("Dimensions"))
        .extracting(dimensions -> dimensions.at("/0/Value").asText())
        .containsExactlyInAnyOrder(
            "keyferry-resume-imports",
            "keyferry-find-orphans",
            "keyferry-import-failed",
            "keyferry-signing-key");
  }

  @ParameterizedTest
  @CsvSource({
    "KmsThrottled, KMS_THROTTLED, kms-throttled, 3600, 3",
    "OrphanedKeys, ORPHANED_KEY, orphaned-keys, 86400, 1",
  })
  void termsInTheLogsAreCounted(
      String metric, String term, String alarm, int period, int functions) {
    assertThat(filters(metric))
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

  @ParameterizedTest
  @ValueSource(strings = {"RequestImport", "CompleteImport", "ReadImports", "ResumeImports"})
  void everyErrorThatAFunctionLogsRaisesAnAlarmAndNothingThatItThrowsOnPurposeDoes(
      String function) {
    JsonNode alarm = alarm("errors-logged-" + function);

    assertThat(filters("Errors" + function))
        .extracting(filter -> filter.path("FilterPattern").asText())
        .containsExactlyInAnyOrder(
            "{ $.level = \"ERROR\""
                + " && $.message != \"*io.keyferry.cloud.event.UnavailableException*\""
                + " && $.message != \"*io.keyferry.cloud.NotDoneException*\" }",
            "{ $.type = \"platform.report\""
                + " && ($.record.status = \"timeout\" || $.record.status = \"error\") }");
    assertThat(filters("Errors" + function))
        .extracting(filter -> filter.path("LogGroupName").asText())
        .containsOnly("${Functions" + function + "LogGroup}");
    assertThat(alarm.path("Namespace").asText()).isEqualTo("KeyFerry");
    assertThat(alarm.path("MetricName").asText()).isEqualTo("Errors" + function);
    assertThat(alarm.path("Statistic").asText()).isEqualTo("Sum");
    assertThat(alarm.path("Threshold").asInt()).isEqualTo(1);
    assertThat(alarm.path("EvaluationPeriods").asInt()).isEqualTo(1);
  }

  @Test
  void aLargeImportThatIsThrottledForHoursAloneRaisesNoAlarm() {
    JsonNode alarm = alarm("kms-throttled");

    assertThat(alarm.path("Period").asInt()).isEqualTo(3600);
    assertThat(alarm.path("EvaluationPeriods").asInt()).isEqualTo(6);
    assertThat(alarm.has("DatapointsToAlarm")).isFalse();
    assertThat(alarm.path("Threshold").asInt()).isEqualTo(1);
    assertThat(alarm.path("TreatMissingData").asText()).isEqualTo("notBreaching");
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
  void theSettingsSayHowLongBefore() {
    assertThat(
            Synthesized.of(SampleSettings.unusual())
                .properties("AlarmsKeyMaterialExpiryAlarm")
                .path("Threshold")
                .asInt())
        .isEqualTo(60 * 24 * 3600);
  }

  private List<JsonNode> filters(String metric) {
    return stack.all("AWS::Logs::MetricFilter").stream()
        .map(filter -> filter.path("Properties"))
        .filter(filter -> filter.at("/MetricTransformations/0/MetricName").asText().equals(metric))
        .toList();
  }

  private JsonNode alarm(String name) {
    return stack.all("AWS::CloudWatch::Alarm").stream()
        .map(alarm -> alarm.path("Properties"))
        .filter(alarm -> alarm.path("AlarmName").asText().equals("keyferry-" + name))
        .findFirst()
        .orElseThrow();
  }
}
