package io.keyferry.cloud.flow;

import io.keyferry.model.Failure;
import io.keyferry.model.FailureCode;
import java.util.Optional;

/** Orders the same key once more, under fresh import parameters. */
final class NewAttempt {

  /** An agent that needs longer than so many tokens live will not be in time the next time. */
  private static final int MAX = 5;

  private final JobDispatch jobs;

  NewAttempt(JobDispatch jobs) {
    this.jobs = jobs;
  }

  /**
   * Starts it, unless there were too many.
   *
   * @param why there is to be one
   * @throws KmsUnavailableException if KMS gives no parameters now: nothing has changed
   * @throws KmsRefusedException if this function may not ask for them: nothing has changed
   */
  Verdict start(OpenRecord open, String why) {
    return start(open, why, Optional.empty());
  }

  /**
   * The same for a job that the agent refused, as it came too late.
   *
   * @param refusal with which the import ends if there were too many; the agent has signed it
   */
  Verdict start(OpenRecord open, Failure refusal) {
    return start(open, "the agent refused the job: " + refusal.code(), Optional.of(refusal));
  }

  private Verdict start(OpenRecord open, String why, Optional<Failure> refusal) {
    if (open.record().attempt() >= MAX) {
      open.fail(refusal.orElseGet(() -> tooMany(why)));
      return new Verdict.Done();
    }
    open.evidence().superseded();
    try {
      jobs.prepare(open);
      open.run().log().line(FlowLog.Level.WARN, open.record().importId(), "new attempt: " + why);
      jobs.send(open);
    } catch (ImportFailedException e) {
      open.fail(e.failure());
    } catch (KmsRefusedException e) {
      if (e.kind() == KmsRefusedException.Kind.ACCESS_DENIED) {
        throw e;
      }
      open.fail(Refusal.of(FailureCode.PARAMETERS_REFUSED, Evidence.PARAMETERS, open.stored(), e));
    }
    return new Verdict.Done();
  }

  private static Failure tooMany(String why) {
    return Failure.of(
        FailureCode.TOO_MANY_ATTEMPTS,
        "expected a result in time, found the last of %d attempts too late: %s. Check that the agent runs and that its clock and KEYFERRY_JOB_LIFETIME are right, then request again."
            .formatted(MAX, why));
  }
}
