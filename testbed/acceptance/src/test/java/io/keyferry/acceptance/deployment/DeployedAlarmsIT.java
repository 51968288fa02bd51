package io.keyferry.acceptance.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.acceptance.localstack.OnlyOnLocalStack;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/** The alarms as CloudWatch reports them. */
@OnlyOnLocalStack
class DeployedAlarmsIT {

  private final Deployment deployment = Deployment.get();
  private final String topic = deployment.physicalId("AWS::SNS::Topic", "AlarmTopic");

  @ParameterizedTest
  @CsvSource({
    "dead-letters-jobs-hsm-1, AWS/SQS, ApproximateNumberOfMessagesVisible, Maximum, >= 1, 300,"
        + " QueueName=keyferry-jobs-hsm-1-dead.fifo",
    "dead-letters-results, AWS/SQS, ApproximateNumberOfMessagesVisible, Maximum, >= 1, 300,"
        + " QueueName=keyferry-results-dead.fifo",
    "oldest-job-hsm-1, AWS/SQS, ApproximateAgeOfOldestMessage, Maximum, >= 3600, 300,"
        + " QueueName=keyferry-jobs-hsm-1.fifo",
    "import-failed, AWS/Events, TriggeredRules, Sum, >= 1, 300, RuleName=keyferry-import-failed",
    "signing-key, AWS/Events, TriggeredRules, Sum, >= 1, 300, RuleName=keyferry-signing-key",
    "errors-logged-RequestImport, KeyFerry, ErrorsRequestImport, Sum, >= 1, 300,",
    "errors-logged-CompleteImport, KeyFerry, ErrorsCompleteImport, Sum, >= 1, 300,",
    "errors-logged-ReadImports, KeyFerry, ErrorsReadImports, Sum, >= 1, 300,",
    "errors-logged-ResumeImports, KeyFerry, ErrorsResumeImports, Sum, >= 1, 300,",
    "errors-ResumeImports, AWS/Lambda, Errors, Sum, >= 1, 300,"
        + " FunctionName=keyferry-resume-imports",
    "resume-imports-silent, AWS/Lambda, Invocations, Sum, < 1, 900,"
        + " FunctionName=keyferry-resume-imports",
    "kms-throttled, KeyFerry, KmsThrottled, Sum, >= 1, 3600,",
    "orphaned-keys, KeyFerry, OrphanedKeys, Sum, >= 1, 86400,",
  })
  void alarmOnOneMetricFiresAtItsThreshold(
      String name,
      String namespace,
      String metric,
      String statistic,
      String threshold,
      int period,
      @Nullable String dimension) {
    MetricAlarm alarm = alarm(name);

    assertThat(alarm.namespace()).isEqualTo(namespace);
    assertThat(alarm.metricName()).isEqualTo(metric);
    assertThat(alarm.statisticAsString()).isEqualTo(statistic);
    assertThat(threshold(alarm)).isEqualTo(threshold);
    assertThat(alarm.period()).isEqualTo(period);
    assertThat(alarm.dimensions())
        .extracting(d -> d.name() + "=" + d.value())
        .isEqualTo(dimension == null ? List.of() : List.of(dimension));
  }

  @Test
  void alarmFiresIfAnyRuleCouldNotDeliver() {
    MetricAlarm alarm = alarm("events-undelivered");

    assertThat(threshold(alarm)).isEqualTo(">= 1");
    assertThat(alarm.metrics())
        .filteredOn(metric -> metric.expression() != null)
        .singleElement()
        .satisfies(sum -> assertThat(sum.expression()).isEqualTo("SUM(FILL(METRICS(), 0))"));
    assertThat(alarm.metrics())
        .filteredOn(metric -> metric.metricStat() != null)
        .extracting(metric -> metric.metricStat().metric())
        .allSatisfy(metric -> assertThat(metric.metricName()).isEqualTo("FailedInvocations"))
        .flatExtracting(metric -> metric.dimensions().stream().map(Dimension::value).toList())
        .containsExactlyInAnyOrder(
            "keyferry-resume-imports",
            "keyferry-find-orphans",
            "keyferry-import-failed",
            "keyferry-signing-key");
  }

  @Test
  void alarmFiresOnlyAfterHoursOfKmsThrottling() {
    assertThat(alarm("kms-throttled").evaluationPeriods()).isEqualTo(6);
  }

  @Test
  void alarmFiresTwoWeeksBeforeKeyMaterialExpires() {
    MetricAlarm alarm = alarm("key-material-expires");

    assertThat(threshold(alarm)).isEqualTo("< " + 14 * 24 * 3600);
    assertThat(alarm.metrics())
        .singleElement()
        .satisfies(query ->
            assertThat(query.expression())
                .isEqualTo(
                    "SELECT MIN(SecondsUntilKeyMaterialExpiration) FROM SCHEMA(\"AWS/KMS\","
                        + " KeyId) GROUP BY KeyId ORDER BY MIN() ASC"));
  }

  @Test
  void everyAlarmNotifiesTheTopicAndThereAreNoOthers() {
    try (CloudWatchClient cloudWatch = deployment.client(CloudWatchClient.builder())) {
      assertThat(cloudWatch.describeAlarms().metricAlarms())
          .hasSize(15)
          .allSatisfy(alarm -> assertThat(alarm.alarmActions()).containsExactly(topic))
          .allSatisfy(alarm -> assertThat(alarm.actionsEnabled()).isTrue());
    }
  }

  private static String threshold(MetricAlarm alarm) {
    String comparison =
        switch (alarm.comparisonOperator()) {
          case LESS_THAN_THRESHOLD -> "<";
          case GREATER_THAN_OR_EQUAL_TO_THRESHOLD -> ">=";
          default -> alarm.comparisonOperatorAsString();
        };
    return comparison + " " + alarm.threshold().intValue();
  }

  private MetricAlarm alarm(String name) {
    try (CloudWatchClient cloudWatch = deployment.client(CloudWatchClient.builder())) {
      return cloudWatch
          .describeAlarms(r -> r.alarmNames("keyferry-" + name))
          .metricAlarms()
          .getFirst();
    }
  }
}
