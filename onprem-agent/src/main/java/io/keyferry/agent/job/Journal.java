package io.keyferry.agent.job;

import io.keyferry.agent.audit.AuditException;
import io.keyferry.model.CkaId;
import io.keyferry.model.Failure;
import io.keyferry.model.FailureCode;
import io.keyferry.model.HsmKeyName;
import io.keyferry.model.ImportId;
import io.keyferry.model.KeyArn;
import io.keyferry.model.WrapJob;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The newest job of every import that this agent has begun, on disk before the HSM is touched. So a
 * job that comes again is known for the same, or for another.
 */
public final class Journal implements AutoCloseable {

  private final JournalFiles files;

  private Journal(JournalFiles files) {
    this.files = files;
  }

  /**
   * Takes a directory for this process alone.
   *
   * @throws AuditException if it cannot be written, or another agent has it
   */
  public static Journal open(Path directory) throws AuditException {
    return new Journal(JournalFiles.open(directory));
  }

  /**
   * Notes a job that is about to be worked.
   *
   * @throws AuditException if it cannot be noted: it must not be worked
   */
  synchronized Admission admit(WrapJob job) throws AuditException {
    Optional<WrapJob> known = files.read(job.importId());
    Optional<Failure> objection = known.flatMap(earlier -> objection(earlier, job));
    if (objection.isPresent()) {
      return new Admission.Refused(objection.get());
    }
    if (!known.equals(Optional.of(job))) {
      files.write(job);
    }
    return known.isPresent() ? Admission.Known.AGAIN : Admission.Known.FIRST;
  }

  /** Whether an import of this agent made this key of the HSM, and for this KMS key. */
  synchronized boolean madeFor(KeyArn kmsKey, HsmKeyName hsmKey) throws AuditException {
    Optional<ImportId> maker =
        hsmKey instanceof HsmKeyName.Id(CkaId id) ? id.importId() : Optional.empty();
    return maker.isPresent()
        && files
            .read(maker.get())
            .filter(job -> job.existingKey().isEmpty() && job.keyArn().equals(kmsKey))
            .isPresent();
  }

  private static Optional<Failure> objection(WrapJob known, WrapJob job) {
    if (job.attempt() < known.attempt()) {
      return refusal(
          FailureCode.JOB_SUPERSEDED,
          "expected attempt %d of import %s or a later one, found attempt %d: nothing is to be done, the later one is answered"
              .formatted(known.attempt(), job.importId(), job.attempt()));
    }
    if (job.attempt() == known.attempt() && !job.equals(known)) {
      return changed(job, "attempt %d with the content it had".formatted(job.attempt()));
    }
    boolean same =
        job.keyArn().equals(known.keyArn())
            && job.keySpec() == known.keySpec()
            && job.existingKey().equals(known.existingKey());
    return same
        ? Optional.empty()
        : changed(
            job,
            "%s %s, as in attempt %d".formatted(known.keySpec(), known.keyArn(), known.attempt()));
  }

  private static Optional<Failure> changed(WrapJob job, String expected) {
    return refusal(
        FailureCode.JOB_CHANGED,
        "import %s: expected %s, found another job for %s %s signed by the same cloud: find out what else signs with the cloud's key, then request a new import"
            .formatted(job.importId(), expected, job.keySpec(), job.keyArn()));
  }

  private static Optional<Failure> refusal(FailureCode code, String reason) {
    return Optional.of(Failure.of(code, reason));
  }

  @Override
  public void close() {
    files.close();
  }
}
