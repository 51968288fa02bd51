package io.keyferry.model.deployment;

import io.keyferry.model.value.AgentName;

/**
 * A CloudWatch alarm; {@code docs/operations.md} explains each.
 *
 * @param name without the prefix {@value #PREFIX}
 */
public record AlarmSpec(String name) {

  /** The prefix of all alarm names. */
  public static final String PREFIX = "keyferry-";

  public static final AlarmSpec DEAD_LETTERS_RESULTS = new AlarmSpec("dead-letters-results");
  public static final AlarmSpec RESUME_FAILED = new AlarmSpec("errors-ResumeImports");
  public static final AlarmSpec RESUME_SILENT = new AlarmSpec("resume-imports-silent");
  public static final AlarmSpec IMPORT_FAILED = new AlarmSpec("import-failed");
  public static final AlarmSpec SIGNING_KEY = new AlarmSpec("signing-key");
  public static final AlarmSpec EVENTS_UNDELIVERED = new AlarmSpec("events-undelivered");
  public static final AlarmSpec KMS_THROTTLED = new AlarmSpec("kms-throttled");
  public static final AlarmSpec ORPHANED_KEYS = new AlarmSpec("orphaned-keys");
  public static final AlarmSpec KEY_MATERIAL_EXPIRES = new AlarmSpec("key-material-expires");

  /** Jobs that an agent could not process. */
  public static AlarmSpec deadLettersJobs(AgentName agent) {
    return new AlarmSpec("dead-letters-jobs-" + agent);
  }

  /** A job that is waiting for an agent. */
  public static AlarmSpec oldestJob(AgentName agent) {
    return new AlarmSpec("oldest-job-" + agent);
  }

  /** Errors in a function's log. */
  public static AlarmSpec errorsLogged(FunctionSpec function) {
    return new AlarmSpec("errors-logged-" + function.id());
  }

  /** The name in CloudWatch. */
  public String alarmName() {
    return PREFIX + name;
  }
}
