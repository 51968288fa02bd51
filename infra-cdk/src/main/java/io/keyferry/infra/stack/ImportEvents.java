package io.keyferry.infra.stack;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.RuleTargetInput;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.constructs.Construct;

/** What EventBridge does: it starts ResumeImports, and reports imports that failed. */
final class ImportEvents extends Construct {

  static final String RESUME = "keyferry-resume-imports";
  static final String ORPHANS = "keyferry-find-orphans";
  static final String FAILED = "keyferry-import-failed";

  ImportEvents(Construct scope, KeyFerryFunction resume, AlarmTopic topic) {
    super(scope, "Events");
    schedule(
        "Resume",
        RESUME,
        "Takes up imports that wait too long",
        Duration.minutes(5),
        resume,
        "resume");
    schedule(
        "Orphans",
        ORPHANS,
        "Looks for keys that no import knows",
        Duration.days(1),
        resume,
        "orphans");
    CfnRule.Builder.create(this, "Failed")
        .name(FAILED)
        .description("Reports imports that failed, with the reason")
        .eventPattern(
            new TreeMap<>(
                Map.of(
                    "source",
                    List.of("keyferry"),
                    "detail-type",
                    List.of("KeyFerry Import Failed"))))
        .state("ENABLED")
        .targets(List.of(topic.target()))
        .build();
  }

  private void schedule(
      String id,
      String name,
      String description,
      Duration every,
      KeyFerryFunction function,
      String task) {
    Rule.Builder.create(this, id)
        .ruleName(name)
        .description(description)
        .schedule(Schedule.rate(every))
        .targets(
            List.of(
                LambdaFunction.Builder.create(function.function())
                    .event(RuleTargetInput.fromObject(Map.of("task", task)))
                    .maxEventAge(Duration.hours(1))
                    .build()))
        .build();
  }
}
