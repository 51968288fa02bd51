package io.keyferry.cloud.job;

import io.keyferry.cloud.kms.Evidence;
import io.keyferry.cloud.kms.FlowLog;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.record.ImportFailedException;
import io.keyferry.cloud.record.ImportSession;
import io.keyferry.cloud.record.Refusal;
import io.keyferry.cloud.record.StoredImport;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.JobId;
import io.keyferry.model.value.UtcTime;
import java.time.Duration;
import java.time.Instant;

/**
 * Orders the same key again, with new import parameters. A late answer does not end an import:
 * after some attempts each further one waits longer and logs an ERROR.
 */
public final class NewAttempt {

  /** The number of attempts that one outage of an agent may cause. */
  private static final int USUAL = 5;

  private static final Duration FIRST_WAIT = Duration.ofHours(1);
  private static final Duration MAX_WAIT = Duration.ofHours(12);

  private final JobDispatch jobs;

  public NewAttempt(JobDispatch jobs) {
    this.jobs = jobs;
  }

  /**
   * Starts a new attempt after a late result; after some attempts leaves that to the schedule, so
   * that an agent with a wrong clock does not use up KMS's quota.
   *
   * @param why the reason for a new attempt
   * @throws KmsUnavailableException if KMS returns no parameters now: nothing has changed
   * @throws KmsRefusedException if this function may not request them: nothing has changed
   */
  public Verdict start(ImportSession open, String why) {
    int attempt = open.record().attempt();
    if (attempt < USUAL || attempt >= JobId.MAX_ATTEMPTS) {
      startNow(open, why);
      return new Verdict.Done();
    }
    if (isPutOff(open.stored())) {
      // The result was delivered again, which must not postpone the import again.
      return new Verdict.Done();
    }
    Instant next = open.run().now().plus(waiting(attempt));
    open.change(edit -> edit.putOff(next));
    report(open, why, "The next attempt is at " + UtcTime.format(next));
    return new Verdict.Done();
  }

  private static boolean isPutOff(StoredImport stored) {
    return stored.due().isPresent() && stored.due().equals(stored.progress().notBefore());
  }

  /** The same for the schedule, which has already waited. */
  public void startDue(ImportSession open, String why) {
    if (open.record().attempt() >= USUAL) {
      report(open, why, "This is attempt " + (open.record().attempt() + 1));
    }
    startNow(open, why);
  }

  private void startNow(ImportSession open, String why) {
    open.evidence().superseded();
    if (open.record().attempt() >= JobId.MAX_ATTEMPTS) {
      open.fail(tooMany(why));
      return;
    }
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
      open.fail(Refusal.of(FailureCode.PARAMETERS_REFUSED, Evidence.PARAMETERS, open, e));
    }
  }

  private static Duration waiting(int attempt) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(attempt - USUAL, 4));
    return wait.compareTo(MAX_WAIT) < 0 ? wait : MAX_WAIT;
  }

  private static void report(ImportSession open, String why, String next) {
    open.run()
        .log()
        .line(
            FlowLog.Level.ERROR,
            open.record().importId(),
            "expected a result in time, found %d attempts too late: %s. Check that agent %s runs, and that its clock is right. %s."
                .formatted(open.record().attempt(), why, open.record().agent(), next));
  }

  private static Failure tooMany(String why) {
    return Failure.of(
        FailureCode.TOO_MANY_ATTEMPTS,
        "expected a result in time, found the last of %d attempts too late: %s. Check that the agent runs and that its clock and KEYFERRY_JOB_LIFETIME are right, then request again."
            .formatted(JobId.MAX_ATTEMPTS, why));
  }
}
