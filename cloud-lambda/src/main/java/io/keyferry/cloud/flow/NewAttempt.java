package io.keyferry.cloud.flow;

import io.keyferry.model.Failure;
import io.keyferry.model.FailureCode;
import io.keyferry.model.ImportRecord;

/** Orders the same key once more, under fresh import parameters. */
final class NewAttempt {

  /** An agent that needs longer than so many tokens live will not be in time the next time. */
  private static final int MOST = 5;

  private final JobDispatch jobs;

  NewAttempt(JobDispatch jobs) {
    this.jobs = jobs;
  }

  /**
   * @throws KmsUnavailableException if KMS gives no parameters now: nothing has changed
   * @throws KmsRefusedException if this function may not ask for them: nothing has changed
   */
  Verdict start(OpenRecord open, String why) {
    ImportRecord record = open.record();
    if (record.attempt() >= MOST) {
      open.fail(
          Failure.of(
              FailureCode.TOO_MANY_ATTEMPTS,
              "expected a result in time, found the last of %d attempts too late: %s. Check that the agent runs and that its clock and KEYFERRY_JOB_LIFETIME are right, then request again."
                  .formatted(MOST, why)));
      return new Verdict.Done();
    }
    try {
      jobs.prepare(open);
      open.run().log().line(FlowLog.Level.WARN, record.importId(), "new attempt: " + why);
      jobs.send(open);
    } catch (ImportFailedException e) {
      open.fail(e.failure());
    } catch (KmsRefusedException e) {
      if (e.kind() == KmsRefusedException.Kind.ACCESS_DENIED) {
        throw e;
      }
      open.fail(Refusal.failure(FailureCode.PARAMETERS_REFUSED, Evidence.PARAMETERS, e));
    }
    return new Verdict.Done();
  }
}
