package io.keyferry.cloud.flow;

import io.keyferry.cloud.event.Json;
import io.keyferry.cloud.request.ImportRequest;
import io.keyferry.cloud.request.RequestReader;
import io.keyferry.model.Failure;
import io.keyferry.model.FailureCode;
import io.keyferry.model.ImportId;
import io.keyferry.model.ImportRecord;
import io.keyferry.model.ImportStep;
import io.keyferry.model.UtcTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes up whatever is due: requests that a crash left unfinished, jobs that were never sent or
 * never answered, ends that were not told.
 */
public final class Resumption {

  /** KMS gives import parameters once a second, per account and Region. */
  private static final Duration PACE = Duration.ofSeconds(1);

  /** Before what fails is tried again; twice as long each time for a request. */
  private static final Duration BACK_OFF = Duration.ofMinutes(10);

  /** Tries of a request that does not get to a job. */
  private static final int MOST_TRIES = 5;

  private static final int AT_ONCE = 100;

  private final Records records;
  private final RequestHandling requests;
  private final RequestReader reader;
  private final JobDispatch jobs;
  private final NewAttempt attempts;
  private final Pause pause;

  /**
   * Takes up the imports of one table.
   *
   * @param reader of the requests as they are stored
   */
  public Resumption(
      Records records,
      RequestHandling requests,
      RequestReader reader,
      JobDispatch jobs,
      Pause pause) {
    this.records = records;
    this.requests = requests;
    this.reader = reader;
    this.jobs = jobs;
    this.attempts = new NewAttempt(jobs);
    this.pause = pause;
  }

  /**
   * What was taken up.
   *
   * @param failed those that could not be taken up now, and will be later
   * @param more whether some are left because the time was over
   */
  public record Outcome(List<ImportId> taken, List<ImportId> failed, boolean more) {}

  /** Takes up what is due, the longest waiting first, at KMS's pace, until the time is over. */
  public Outcome resume(Run run) {
    List<ImportId> due = records.store().due(run.now(), AT_ONCE);
    List<ImportId> taken = new ArrayList<>();
    List<ImportId> failed = new ArrayList<>();
    for (ImportId importId : due) {
      if (!run.allows(PACE)) {
        return new Outcome(taken, failed, true);
      }
      try {
        Optional<StoredImport> stored = records.find(importId).filter(s -> isDue(s, run));
        if (stored.isPresent()) {
          (take(stored.get(), run) ? taken : failed).add(importId);
        }
      } catch (StaleRecordException e) {
        run.log().line(FlowLog.Level.INFO, importId, "others are at it: " + e.getMessage());
      } catch (RuntimeException e) {
        failed.add(importId);
        run.log().line(FlowLog.Level.ERROR, importId, "could not be taken up: " + e);
        putOff(importId, run);
      }
    }
    return new Outcome(taken, failed, due.size() == AT_ONCE);
  }

  private static boolean isDue(StoredImport stored, Run run) {
    return stored.due().filter(time -> !time.isAfter(run.now())).isPresent();
  }

  private boolean take(StoredImport stored, Run run) {
    return switch (stored.record().state()) {
      case REQUESTED -> {
        unfinished(stored, run);
        pause.about(PACE);
        yield true;
      }
      case QUEUED -> {
        unanswered(records.open(stored, run));
        pause.about(PACE);
        yield true;
      }
      case IMPORTED, FAILED -> records.announcements().tell(stored, run);
    };
  }

  private void unfinished(StoredImport stored, Run run) {
    long before = tries(stored.record());
    String why = "each ended before it was done";
    if (before < MOST_TRIES) {
      try {
        requests.resume(stored, request(stored), run);
        return;
      } catch (StaleRecordException e) {
        throw e;
      } catch (RuntimeException e) {
        if (before + 1 < MOST_TRIES) {
          throw e;
        }
        why = "the last ended with " + e;
      }
    }
    StoredImport now = records.find(stored.record().importId()).orElse(stored);
    records
        .open(now, run)
        .fail(
            Failure.of(
                FailureCode.TOO_MANY_ATTEMPTS,
                "expected the request to come to a job within %d tries, found that %s. Mend that, then request again."
                    .formatted(MOST_TRIES, why)));
  }

  private void unanswered(OpenRecord open) {
    if (!JobDispatch.sent(open.record()) && jobs.ready(open)) {
      jobs.send(open);
      return;
    }
    String waited = open.stored().due().map(UtcTime::format).orElse("now");
    attempts.start(open, "no answer came until " + waited);
  }

  private ImportRequest request(StoredImport stored) {
    return reader
        .read(Json.read(stored.request().getBytes(StandardCharsets.UTF_8)))
        .request()
        .orElseThrow(() ->
            new IllegalStateException(
                "expected a request that can be read again, found " + stored.request()));
  }

  private static long tries(ImportRecord record) {
    return record.history().stream().filter(e -> e.step() == ImportStep.RESUMED).count();
  }

  /** So that one that fails each time does not stand before all others. */
  private void putOff(ImportId importId, Run run) {
    try {
      records
          .find(importId)
          .ifPresent(stored -> {
            int doublings = (int) Math.max(0, tries(stored.record()) - 1);
            Instant next = run.now().plus(BACK_OFF.multipliedBy(1L << doublings));
            records.store().replace(stored.due(Optional.of(next), run.requestId()));
          });
    } catch (RuntimeException e) {
      run.log().line(FlowLog.Level.WARN, importId, "stays due: " + e);
    }
  }
}
