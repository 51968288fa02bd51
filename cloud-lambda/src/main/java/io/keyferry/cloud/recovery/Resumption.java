package io.keyferry.cloud.recovery;

import io.keyferry.cloud.job.JobDispatch;
import io.keyferry.cloud.job.NewAttempt;
import io.keyferry.cloud.kms.FlowLog;
import io.keyferry.cloud.kms.KeyTags;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.kms.Run;
import io.keyferry.cloud.kms.Sleeper;
import io.keyferry.cloud.record.ImportFailedException;
import io.keyferry.cloud.record.ImportSession;
import io.keyferry.cloud.record.Imports;
import io.keyferry.cloud.record.StaleRecordException;
import io.keyferry.cloud.record.StoredImport;
import io.keyferry.cloud.request.RequestHandling;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.UtcTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Resumes what is due: requests that a crash left unfinished, jobs that were never sent or
 * answered, ends that were not published. What cannot be resumed is logged as an ERROR every time
 * and does not block the others.
 */
public final class Resumption {

  /** KMS returns import parameters once a second, per account and Region. */
  private static final Duration PACE = Duration.ofSeconds(1);

  /** The max time for one import in an invocation. */
  private static final Duration SHARE = Duration.ofSeconds(25);

  /** The delay before a retry; doubled each time for a request. */
  private static final Duration BACK_OFF = Duration.ofMinutes(10);

  /** The max number of attempts to turn a request into a job. */
  private static final int MAX_TRIES = 5;

  private static final int PAGE = 100;

  private final Imports imports;
  private final RequestHandling requests;
  private final JobDispatch jobs;
  private final NewAttempt attempts;
  private final Sleeper pause;

  /** Resumes the imports of one table. */
  public Resumption(Imports imports, RequestHandling requests, JobDispatch jobs, Sleeper pause) {
    this.imports = imports;
    this.requests = requests;
    this.jobs = jobs;
    this.attempts = new NewAttempt(jobs);
    this.pause = pause;
  }

  /**
   * What was resumed.
   *
   * @param failed those that could not be resumed now and will be retried
   * @param more whether some are left because the time was used up
   */
  public record Outcome(List<ImportId> taken, List<ImportId> failed, boolean more) {}

  /** Resumes what is due, the longest waiting first, at KMS's rate, until the time is used up. */
  public Outcome resume(Run run) {
    List<ImportId> taken = new ArrayList<>();
    List<ImportId> failed = new ArrayList<>();
    Set<ImportId> seen = new HashSet<>();
    while (true) {
      // What was seen may stay due, or the index may still show it for a while.
      List<ImportId> due =
          imports.store().due(run.now(), PAGE + seen.size()).stream().filter(seen::add).toList();
      if (due.isEmpty()) {
        return new Outcome(taken, failed, false);
      }
      for (ImportId importId : due) {
        if (run.now().plus(PACE).plus(SHARE).isAfter(run.deadline())) {
          return new Outcome(taken, failed, true);
        }
        take(importId, run.within(SHARE)).ifPresent(done -> (done ? taken : failed).add(importId));
      }
    }
  }

  /** Whether it was resumed; empty if that was not needed. */
  private Optional<Boolean> take(ImportId importId, Run run) {
    try {
      Optional<StoredImport> stored = imports.find(importId).filter(s -> isDue(s, run));
      if (stored.isEmpty()) {
        return Optional.empty();
      }
      switch (stored.get().record().state()) {
        case REQUESTED -> unfinished(stored.get(), run);
        case QUEUED -> unanswered(imports.open(stored.get(), run));
        case IMPORTED, FAILED -> {
          return Optional.of(imports.completionEvents().publish(stored.get(), run));
        }
      }
    } catch (StaleRecordException e) {
      run.log()
          .line(
              FlowLog.Level.INFO,
              importId,
              "skipped: another invocation is updating it: " + e.getMessage());
      return Optional.empty();
    } catch (RuntimeException e) {
      putOff(importId, e, run);
      pause.sleepJittered(PACE);
      return Optional.of(false);
    }
    pause.sleepJittered(PACE);
    return Optional.of(true);
  }

  private static boolean isDue(StoredImport stored, Run run) {
    return stored.due().filter(time -> !time.isAfter(run.now())).isPresent();
  }

  private void unfinished(StoredImport stored, Run run) {
    int before = stored.progress().scheduledTries();
    String why = "each ended before it was finished";
    if (before < MAX_TRIES) {
      try {
        requests.resume(stored, run);
        return;
      } catch (StaleRecordException e) {
        throw e;
      } catch (RuntimeException e) {
        if (before + 1 < MAX_TRIES) {
          throw e;
        }
        why = "the last ended with " + e;
      }
    }
    StoredImport now = imports.find(stored.record().importId()).orElse(stored);
    imports
        .open(now, run)
        .fail(
            Failure.of(
                FailureCode.TOO_MANY_ATTEMPTS,
                "expected the schedule to turn the request into a job within %d attempts, found that %s. Correct that, then request again."
                    .formatted(MAX_TRIES, why)));
  }

  private void unanswered(ImportSession open) {
    Optional<String> disproof = open.stored().progress().disproof();
    if (disproof.isPresent()) {
      open.fail(
          Failure.of(
              FailureCode.MATERIAL_DIFFERS,
              "%s Make sure that it is disabled: aws kms disable-key --key-id %s. Find out who holds that key, then request an import into a new KMS key."
                  .formatted(disproof.get(), open.key())));
      return;
    }
    try {
      if (!JobDispatch.sent(open.record()) && jobs.isReady(open)) {
        jobs.send(open);
        return;
      }
    } catch (ImportFailedException e) {
      open.fail(e.failure());
      return;
    }
    String waited = open.stored().due().map(UtcTime::format).orElse("now");
    attempts.startDue(open, "no answer by " + waited);
  }

  /** Logs the failure and postpones the import. */
  private void putOff(ImportId importId, RuntimeException failure, Run run) {
    String next = "the next run";
    boolean ofAnOwner = false;
    try {
      Optional<StoredImport> stored = imports.find(importId);
      if (stored.isPresent()) {
        Instant until = run.now().plus(backOff(stored.get()));
        imports.store().replace(stored.get().putOff(until, run.requestId()));
        next = UtcTime.format(until);
        ofAnOwner = imports.kinds().of(stored.get().request().order()).cures().ownersConsent();
      }
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
    run.log()
        .line(
            FlowLog.Level.ERROR,
            importId,
            "expected to resume this import, found %s: %s. It is retried at %s."
                .formatted(failure, cure(failure, ofAnOwner), next));
  }

  private static Duration backOff(StoredImport stored) {
    int doublings =
        stored.record().state() == ImportState.REQUESTED
            ? Math.clamp(stored.progress().scheduledTries() - 1L, 0, MAX_TRIES)
            : 0;
    return BACK_OFF.multipliedBy(1L << doublings);
  }

  /**
   * @param ofAnOwner whether someone else owns the KMS key
   */
  private static String cure(RuntimeException failure, boolean ofAnOwner) {
    return switch (failure) {
      case KmsRefusedException refused
          when refused.kind() == KmsRefusedException.Kind.ACCESS_DENIED ->
          "allow it to the function's role, in IAM and in the key policy"
              + (ofAnOwner
                  ? ", and make sure that the key has its owner's tag %s=true"
                      .formatted(KeyTags.ALLOW_IMPORT)
                  : "");
      case KmsRefusedException refused -> "correct what KMS names";
      case KmsUnavailableException unavailable when unavailable.throttled() ->
          "if this continues, request a higher KMS quota (Service Quotas)";
      case KmsUnavailableException unavailable ->
          "if this continues, check whether KMS is available in this Region";
      default ->
          "if this continues, check that the role, table, queues and signing key are as deployed";
    };
  }
}
