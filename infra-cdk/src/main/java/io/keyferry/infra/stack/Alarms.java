package io.keyferry.infra.stack;

import io.keyferry.infra.settings.Alerts;
import io.keyferry.model.deployment.AlarmSpec;
import io.keyferry.model.deployment.ScheduleSpec;
import io.keyferry.model.value.AgentName;
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

/** The alarms for an operator. Each alarm's description says what it means. */
final class Alarms extends Construct {

  private static final Duration FIVE_MINUTES = Duration.minutes(5);
  private static final int HOUR_SECONDS = 3600;

  /**
   * For how many hours KMS must have throttled, in each hour. A large import alone is throttled
   * until it ends: KMS returns import parameters once a second, 3,600 an hour.
   */
  private static final int THROTTLED_HOURS = 6;

  private final SnsAction publish;
  private final LogMetrics logs;

  Alarms(Construct scope, Alerts alerts, Queues queues, Functions functions, AlarmTopic topic) {
    super(scope, "Alarms");
    this.publish = new SnsAction(topic.topic());
    this.logs = new LogMetrics(this);
    queues.jobs().forEach(this::jobs);
    deadLetters(
        AlarmSpec.DEAD_LETTERS_RESULTS,
        queues.results(),
        "A result could not be processed in five attempts.");
    functions.all().forEach(this::errors);
    resumeFailed(functions.resume());
    resumeSilent(functions.resume());
    failedImports();
    signingKey();
    undelivered();
    throttled(functions);
    alarm(
        AlarmSpec.ORPHANED_KEYS,
        "There are KMS keys that have an import id as a tag but belong to no import. The log of"
            + " ResumeImports lists them; KeyFerry deletes none.",
        logs.term("OrphanedKeys", "ORPHANED_KEY", List.of(functions.resume()), Duration.days(1)),
        1);
    new KeyMaterialExpiry(this, alerts.expiryWarningDays(), topic);
  }

  private void jobs(AgentName agent, FifoQueue queue) {
    deadLetters(
        AlarmSpec.deadLettersJobs(agent),
        queue,
        "Agent " + agent + " could not process a job in five attempts.");
    alarm(
        AlarmSpec.oldestJob(agent),
        "A job has waited for agent " + agent + " for an hour: is it running?",
        queue
            .queue()
            .metricApproximateAgeOfOldestMessage(
                MetricOptions.builder().period(FIVE_MINUTES).statistic("Maximum").build()),
        HOUR_SECONDS);
  }

  private void deadLetters(AlarmSpec name, FifoQueue queue, String meaning) {
    alarm(
        name,
        meaning + " It is in the dead-letter queue.",
        queue
            .deadLetters()
            .metricApproximateNumberOfMessagesVisible(
                MetricOptions.builder().period(FIVE_MINUTES).statistic("Maximum").build()),
        1);
  }

  /**
   * Based on the log and not on Lambda's count of errors: a result to be delivered again and a
   * request while KMS is unavailable also end in errors, which need no attention.
   */
  private void errors(KeyFerryFunction function) {
    alarm(
        AlarmSpec.errorsLogged(function.spec()),
        function.spec().id() + " logged an ERROR, crashed or timed out: its log says why.",
        logs.errors(function, FIVE_MINUTES),
        1);
  }

  /**
   * ResumeImports never ends in an error on purpose, and it may have failed before it could log.
   */
  private void resumeFailed(KeyFerryFunction resume) {
    alarm(
        AlarmSpec.RESUME_FAILED,
        "ResumeImports failed or timed out: waiting imports may not be resumed.",
        resume.function().metricErrors(MetricOptions.builder().period(FIVE_MINUTES).build()),
        1);
  }

  private void resumeSilent(KeyFerryFunction resume) {
    alarm(
        AlarmSpec.RESUME_SILENT,
        "ResumeImports has not run for 15 minutes: waiting imports are not resumed.",
        resume
            .function()
            .metricInvocations(MetricOptions.builder().period(Duration.minutes(15)).build()),
        1,
        ComparisonOperator.LESS_THAN_THRESHOLD,
        TreatMissingData.BREACHING);
  }

  private void failedImports() {
    alarm(
        AlarmSpec.IMPORT_FAILED,
        "An import ended FAILED: the notice that came with this alarm has the reason.",
        rule("TriggeredRules", ImportEvents.FAILED),
        1);
  }

  private void signingKey() {
    alarm(
        AlarmSpec.SIGNING_KEY,
        "Someone other than the functions used or changed the signing key, or tried to: the notice that"
            + " came with this alarm says who.",
        rule("TriggeredRules", SigningKeyWatch.RULE),
        1);
  }

  private void undelivered() {
    Map<String, Metric> failed = new TreeMap<>();
    failed.put("resume", rule("FailedInvocations", ScheduleSpec.RESUME.name()));
    failed.put("orphans", rule("FailedInvocations", ScheduleSpec.ORPHANS.name()));
    failed.put("notices", rule("FailedInvocations", ImportEvents.FAILED));
    failed.put("key", rule("FailedInvocations", SigningKeyWatch.RULE));
    alarm(
        AlarmSpec.EVENTS_UNDELIVERED,
        "EventBridge could not start ResumeImports, or could not publish a notice.",
        MathExpression.Builder.create()
            // There is no value if nothing failed.
            .expression("SUM(FILL(METRICS(), 0))")
            .usingMetrics(failed)
            .period(FIVE_MINUTES)
            .build(),
        1);
  }

  private void throttled(Functions functions) {
    Alarm.Builder.create(this, AlarmSpec.KMS_THROTTLED.name())
        .alarmName(AlarmSpec.KMS_THROTTLED.alarmName())
        .alarmDescription(
            "KMS has throttled KeyFerry in each of the last %d hours: the account's quota is used up"
                    .formatted(THROTTLED_HOURS)
                + " for longer than one large import explains.")
        .metric(
            logs.term("KmsThrottled", "KMS_THROTTLED", functions.callingKms(), Duration.hours(1)))
        .threshold(1)
        .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
        .evaluationPeriods(THROTTLED_HOURS)
        .treatMissingData(TreatMissingData.NOT_BREACHING)
        .build()
        .addAlarmAction(publish);
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

  private void alarm(AlarmSpec alarm, String description, IMetric metric, int threshold) {
    alarm(
        alarm,
        description,
        metric,
        threshold,
        ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        TreatMissingData.NOT_BREACHING);
  }

  private void alarm(
      AlarmSpec alarm,
      String description,
      IMetric metric,
      int threshold,
      ComparisonOperator comparison,
      TreatMissingData missing) {
    Alarm.Builder.create(this, alarm.name())
        .alarmName(alarm.alarmName())
        .alarmDescription(description)
        .metric(metric)
        .threshold(threshold)
        .comparisonOperator(comparison)
        .evaluationPeriods(1)
        .treatMissingData(missing)
        .build()
        .addAlarmAction(publish);
  }
}
