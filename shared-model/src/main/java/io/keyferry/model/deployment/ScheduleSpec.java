package io.keyferry.model.deployment;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An EventBridge rule that invokes a function on a schedule.
 *
 * @param name of the rule
 * @param rate the time between two invocations
 * @param input the event, a JSON object
 */
public record ScheduleSpec(
    String name, Duration rate, FunctionSpec target, Map<String, String> input) {

  /** Resumes imports that wait too long. */
  public static final ScheduleSpec RESUME =
      new ScheduleSpec(
          "keyferry-resume-imports",
          Duration.ofMinutes(5),
          FunctionSpec.RESUME_IMPORTS,
          Map.of("task", "resume"));

  /** Looks for KMS keys that belong to no import. */
  public static final ScheduleSpec ORPHANS =
      new ScheduleSpec(
          "keyferry-find-orphans",
          Duration.ofDays(1),
          FunctionSpec.RESUME_IMPORTS,
          Map.of("task", "orphans"));

  /** Both. */
  public static final List<ScheduleSpec> ALL = List.of(RESUME, ORPHANS);

  public ScheduleSpec {
    input = Map.copyOf(input);
  }
}
