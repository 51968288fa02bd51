package io.keyferry.infra.stack;

import io.keyferry.infra.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.constructs.Construct;

/** What an operator is told of. Each alarm's description says what it means. */
final class Alarms extends Construct {

  private static final Duration FIVE_MINUTES = Duration.minutes(5);
  private static final int HOUR_SECONDS = 3600;

  private final SnsAction tell;

  Alarms(Construct scope, Settings settings, Queues queues, Functions functions, AlarmTopic topic) {
    super(scope, "Alarms");
    this.tell = new SnsAction(topic.topic());
    queues.jobs().forEach(this::jobs);
    deadLetters("results", queues.results(), "A result could not be processed five times.");
    functions.all().forEach(this::errors);
    resumeSilent(functions.resume());
    failedImports();
    undelivered();
    LogTerms terms = new LogTerms(this);
    alarm(
        "kms-throttled",
        "KMS had no time for KeyFerry: its quota for the account is used up.",
        terms.count("KmsThrottled", "KMS_THROTTLED", functions.callingKms(), FIVE_MINUTES),
        1);
    alarm(
        "orphaned-keys",
        "There are KMS keys that carry an import id, and no import knows them. The log of"
            + " ResumeImports lists them; KeyFerry deletes none.",
        terms.count("OrphanedKeys", "ORPHANED_KEY", List.of(functions.resume()), Duration.days(1)),
        1);
    new KeyMaterialExpiry(this, settings.expiryWarningDays(), topic);
  }

  private void jobs(String agent, FifoQueue queue) {
    deadLetters("jobs-" + agent, queue, "Agent " + agent + " could not process a job five times.");
    alarm(
        "oldest-job-" + agent,
        "A job has waited for agent " + agent + " for an hour: is it running?",
        queue
            .queue()
            .metricApproximateAgeOfOldestMessage(
                MetricOptions.builder().period(FIVE_MINUTES).statistic("Maximum").build()),
        HOUR_SECONDS);
  }

  private void deadLetters(String name, FifoQueue queue, String meaning) {
    alarm(
        "dead-letters-" + name,
        meaning + " It lies in the dead-letter queue.",
        queue
            .deadLetters()
            .metricApproximateNumberOfMessagesVisible(
                MetricOptions.builder().period(FIVE_MINUTES).statistic("Maximum").build()),
        1);
  }

  private void errors(KeyFerryFunction function) {
    String name = function.getNode().getId();
    alarm(
        "errors-" + name,
        name + " failed or ran out of time: its log tells why.",
        function.function().metricErrors(MetricOptions.builder().period(FIVE_MINUTES).build()),
        1);
  }

  private void resumeSilent(KeyFerryFunction resume) {
    alarm(
        "resume-imports-silent",
        "ResumeImports has not run for a quarter of an hour: imports that wait are not taken up.",
        resume
            .function()
            .metricInvocations(MetricOptions.builder().period(Duration.minutes(15)).build()),
        1,
        ComparisonOperator.LESS_THAN_THRESHOLD,
        TreatMissingData.BREACHING);
  }

  private void failedImports() {
    alarm(
        "import-failed",
        "An import ended FAILED: the notice that came with this alarm has the reason.",
        rule("TriggeredRules", ImportEvents.FAILED),
        1);
  }

  private void undelivered() {
    Map<String, Metric> failed = new TreeMap<>();
    failed.put("resume", rule("FailedInvocations", ImportEvents.RESUME));
    failed.put("orphans", rule("FailedInvocations", ImportEvents.ORPHANS));
    failed.put("notices", rule("FailedInvocations", ImportEvents.FAILED));
    alarm(
        "events-undelivered",
        "EventBridge could not start ResumeImports, or not tell of a failed import.",
        MathExpression.Builder.create()
            // There is no value where nothing failed.
            .expression("SUM(FILL(METRICS(), 0))")
            .usingMetrics(failed)
            .period(FIVE_MINUTES)
            .build(),
        1);
  }

  private static Metric rule(String metric, String rule) {
    return Metric.Builder.create()
        .namespace("AWS/Events")
        .metricName(metric)
        .dimensionsMap(Map.of("RuleName", rule))
        .statistic("Sum")
        .period(FIVE_MINUTES)
        .build();
  }

  private void alarm(String name, String description, IMetric metric, int threshold) {
    alarm(
        name,
        description,
        metric,
        threshold,
        ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        TreatMissingData.NOT_BREACHING);
  }

  private void alarm(
      String name,
      String description,
      IMetric metric,
      int threshold,
      ComparisonOperator comparison,
      TreatMissingData missing) {
    Alarm.Builder.create(this, name)
        .alarmName("keyferry-" + name)
        .alarmDescription(description)
        .metric(metric)
        .threshold(threshold)
        .comparisonOperator(comparison)
        .evaluationPeriods(1)
        .treatMissingData(missing)
        .build()
        .addAlarmAction(tell);
  }
}
