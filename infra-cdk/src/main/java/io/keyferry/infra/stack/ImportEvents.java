package io.keyferry.infra.stack;

import io.keyferry.model.deployment.EventSpec;
import io.keyferry.model.deployment.ScheduleSpec;
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

/** The EventBridge rules: they start ResumeImports and report failed imports. */
final class ImportEvents extends Construct {

  static final String FAILED = "keyferry-import-failed";

  ImportEvents(Construct scope, KeyFerryFunction resume, AlarmTopic topic) {
    super(scope, "Events");
    schedule("Resume", ScheduleSpec.RESUME, "Resumes imports that wait too long", resume);
    schedule("Orphans", ScheduleSpec.ORPHANS, "Looks for keys that belong to no import", resume);
    CfnRule.Builder.create(this, "Failed")
        .name(FAILED)
        .description("Reports imports that failed, with the reason")
        .eventPattern(
            new TreeMap<>(
                Map.of(
                    "source",
                    List.of(EventSpec.SOURCE),
                    "detail-type",
                    List.of(EventSpec.OPERATION_FAILED.detailType()))))
        .state("ENABLED")
        .targets(List.of(topic.target()))
        .build();
  }

  private void schedule(
      String id, ScheduleSpec schedule, String description, KeyFerryFunction function) {
    Rule.Builder.create(this, id)
        .ruleName(schedule.name())
        .description(description)
        .schedule(Schedule.rate(Duration.seconds(schedule.rate().toSeconds())))
        .targets(
            List.of(
                LambdaFunction.Builder.create(function.function())
                    .event(RuleTargetInput.fromObject(schedule.input()))
                    .maxEventAge(Duration.hours(1))
                    .build()))
        .build();
  }
}
