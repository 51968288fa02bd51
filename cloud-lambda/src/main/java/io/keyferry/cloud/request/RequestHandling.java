package io.keyferry.cloud.request;

import io.keyferry.cloud.event.RefusedException;
import io.keyferry.cloud.job.JobDispatch;
import io.keyferry.cloud.kms.Evidence;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.kms.Run;
import io.keyferry.cloud.record.ImportFailedException;
import io.keyferry.cloud.record.ImportKind;
import io.keyferry.cloud.record.ImportSession;
import io.keyferry.cloud.record.ImportUpdate;
import io.keyferry.cloud.record.Imports;
import io.keyferry.cloud.record.Progress;
import io.keyferry.cloud.record.Refusal;
import io.keyferry.cloud.record.Revision;
import io.keyferry.cloud.record.StaleRecordException;
import io.keyferry.cloud.record.StillLeasedException;
import io.keyferry.cloud.record.StoredImport;
import io.keyferry.model.input.Violation;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.Requester;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** From a request to a job in the queue. It resumes what an earlier invocation left undone. */
public final class RequestHandling {

  /** The delay after which the schedule checks whether KMS knows what was too new. */
  private static final Duration SETTLING = Duration.ofMinutes(1);

  /** The max difference between the clocks of two Lambda hosts. */
  private static final Duration LEASE_MARGIN = Duration.ofSeconds(2);

  private final Imports imports;
  private final ImportIds ids;
  private final RequestChecks checks;
  private final JobDispatch jobs;

  /** Handles the requests of one account and Region. */
  public RequestHandling(
      Imports imports, ImportIds ids, RequestCheck.Against against, JobDispatch jobs) {
    this.imports = imports;
    this.ids = ids;
    this.checks = new RequestChecks(against);
    this.jobs = jobs;
  }

  /**
   * Handles a request or its repetition.
   *
   * @param requester stored with a new import; a repetition keeps the first one
   * @return the record, in whatever state the import is now
   * @throws RefusedException with every violation; nothing was done
   * @throws KmsUnavailableException if KMS does not answer: the request may be repeated. If KMS
   *     only needs some minutes, the record is REQUESTED and the schedule resumes it
   */
  public ImportRecord handle(ParsedRequest parsed, Requester requester, Run run) {
    ImportId importId = ids.of(parsed.clientToken().orElse(run.requestId()));
    // Any other is usually new; a repetition shows when its record cannot be created.
    if (parsed.kinds().stream().anyMatch(KindRequest::conflictsWithItself)) {
      Optional<ImportRecord> repeated = repeated(importId, parsed, run);
      if (repeated.isPresent()) {
        return repeated.get();
      }
    }
    CheckedRequest checked = checks.check(parsed, run);
    if (!checked.violations().isEmpty()) {
      return repeated(importId, parsed, run)
          .orElseThrow(() -> RefusedException.badRequest(checked.violations()));
    }
    ImportRequest request = parsed.request().orElseThrow();
    ImportKind kind = imports.kinds().of(checked.accepted().order());
    StoredImport first =
        StoredImport.first(
            checked.record(importId, request, kind.earlier(), run.now()),
            checked.accepted(request, requester),
            kind.prepared(Progress.NONE),
            Revision.first(run.requestId(), leaseEnd(run)));
    try {
      imports.store().create(first);
    } catch (StaleRecordException e) {
      // The same request arrived twice at once, and the other was first.
      return repeat(imports.find(importId).orElseThrow(() -> e), request, run);
    }
    first.record().history().forEach(run.log()::step);
    return work(imports.open(first, run), false);
  }

  /** The record of the same request, if it was made before and is readable now. */
  private Optional<ImportRecord> repeated(ImportId importId, ParsedRequest parsed, Run run) {
    return parsed
        .request()
        .flatMap(request -> imports.find(importId).map(known -> repeat(known, request, run)));
  }

  private ImportRecord repeat(StoredImport known, ImportRequest request, Run run) {
    if (!known.request().digest().equals(request.digest())) {
      throw new RefusedException(
          RefusedException.Status.CONFLICT,
          "the client token belongs to another request, nothing was done",
          List.of(
              new Violation(
                  "clientToken",
                  "a new one, or the request that first used it",
                  "another request")));
    }
    if (known.record().state() != ImportState.REQUESTED) {
      return known.record();
    }
    Optional<Instant> lease =
        known.revision().leaseUntil().filter(until -> run.now().isBefore(until));
    if (lease.isPresent() && known.revision().writer().equals(run.requestId())) {
      throw new StillLeasedException(known.record().importId(), lease.get());
    }
    if (lease.isPresent()) {
      return known.record();
    }
    try {
      return resume(known, run, edit -> {});
    } catch (StaleRecordException e) {
      return current(known, e);
    }
  }

  /**
   * Resumes a request that an earlier invocation left unfinished, as the schedule does.
   *
   * @throws StaleRecordException if another invocation was faster
   */
  public ImportRecord resume(StoredImport known, Run run) {
    return resume(known, run, ImportUpdate::triedAgain);
  }

  private ImportRecord resume(StoredImport known, Run run, Consumer<ImportUpdate> counted) {
    ImportSession open = imports.open(known, run);
    open.change(edit -> {
      edit.step(ImportStep.RESUMED, "").leased(leaseEnd(run));
      counted.accept(edit);
      edit.prepared();
    });
    return work(open, true);
  }

  private ImportRecord work(ImportSession open, boolean resumed) {
    try {
      finish(open, resumed);
    } catch (StaleRecordException e) {
      return current(open.stored(), e);
    } catch (KmsUnavailableException e) {
      release(open, e.tooEarly() ? open.run().now().plus(SETTLING) : open.run().now(), e);
      if (!e.tooEarly()) {
        throw e;
      }
    } catch (RuntimeException e) {
      release(open, open.run().now(), e);
      throw e;
    }
    return open.record();
  }

  /**
   * Does what an accepted request orders, from where an earlier invocation stopped: sends the job,
   * or ends the import with KMS's refusal.
   *
   * @param resumed whether an earlier invocation may have created a key
   * @throws StaleRecordException if another invocation was faster
   * @throws RuntimeException if AWS does not answer: the rest can be repeated
   */
  private void finish(ImportSession open, boolean resumed) {
    try {
      if (open.record().keyArn().isEmpty()) {
        open.kind().ensureKey(open, resumed);
      }
      if (!jobs.isReady(open)) {
        jobs.prepare(open);
      }
      jobs.send(open);
    } catch (ImportFailedException e) {
      open.fail(e.failure());
    } catch (KmsRefusedException e) {
      open.fail(Refusal.of(FailureCode.PARAMETERS_REFUSED, Evidence.PARAMETERS, open, e));
    }
  }

  /** Lets a repetition resume the work at once, and the schedule at the given time. */
  private static void release(ImportSession open, Instant next, RuntimeException cause) {
    try {
      open.change(edit -> edit.released(next));
    } catch (RuntimeException e) {
      // The lease expires by itself; the first failure is the one to report.
      cause.addSuppressed(e);
    }
  }

  private ImportRecord current(StoredImport read, StaleRecordException e) {
    return imports.find(read.record().importId()).orElseThrow(() -> e).record();
  }

  private static Instant leaseEnd(Run run) {
    return run.deadline().plus(LEASE_MARGIN);
  }
}
