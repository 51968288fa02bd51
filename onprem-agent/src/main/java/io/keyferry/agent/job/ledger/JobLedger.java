package io.keyferry.agent.job.ledger;

import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What the agent knows of the jobs that it admitted, on disk. Two facts, in two entries: which job
 * of an import was admitted last, so that a job that comes again is known for the same or for
 * another; and which key the HSM generated for an import, so that no other key is taken for it.
 * Beside them: which keys the agent has made extractable for one wrap.
 */
public final class JobLedger implements AutoCloseable {

  private static final int MARK_BYTES = 6;

  /** A job lives a day, and its import is tried again for some weeks at most. */
  private static final Duration KEEP_JOBS = Duration.ofDays(100);

  private final LedgerFiles files;
  private final RandomGenerator random;
  private final Map<CkaId, WrapJob> opened;

  private JobLedger(LedgerFiles files, RandomGenerator random) throws AuditException {
    this.files = files;
    this.random = random;
    this.opened = files.opened();
  }

  /**
   * Takes a directory for this process alone.
   *
   * <p>Jobs that are older than any import is tried for are deleted. Keys are kept: they may be
   * verified or imported again years later.
   *
   * @param random whoever can predict it can plant a key that is taken for the agent's
   * @throws AuditException if it cannot be written, or another agent has it
   */
  public static JobLedger open(Path directory, RandomGenerator random, InstantSource clock)
      throws AuditException {
    LedgerFiles files = LedgerFiles.open(directory);
    files.deleteJobsBefore(clock.instant().minus(KEEP_JOBS));
    return new JobLedger(files, random);
  }

  /**
   * Admits a job that is about to be worked on. Says nothing of the key that the HSM may have.
   *
   * @return why it must not be worked on
   * @throws AuditException if it cannot be stored: it must not be worked on
   */
  public synchronized Optional<Failure> admit(WrapJob job) throws AuditException {
    Optional<WrapJob> known = files.job(job.importId());
    Optional<Failure> objection =
        known.isPresent() ? objection(known.get(), job) : objectionByKey(job);
    if (objection.isPresent()) {
      return objection;
    }
    if (!known.equals(Optional.of(job))) {
      files.write(job);
    }
    return Optional.empty();
  }

  /** Of an import whose jobs were deleted the key is known, and for which KMS key it is. */
  private Optional<Failure> objectionByKey(WrapJob job) throws AuditException {
    return files
        .key(job.importId())
        .filter(key -> !key.isFor(job.keyArn()))
        .flatMap(key -> changed(job, key.keyArn()));
  }

  /**
   * Chooses the label of the key that the HSM is about to generate, where it has none with the id
   * of this import. On disk when it returns: the key of a crash is found again by it.
   */
  public synchronized String labelOfNewKey(WrapJob job) throws AuditException {
    byte[] mark = new byte[MARK_BYTES];
    random.nextBytes(mark);
    String label = "keyferry %s %s".formatted(job.importId(), HexFormat.of().formatHex(mark));
    files.write(job.importId(), LedgerKey.toBeGenerated(job.keyArn(), label));
    return label;
  }

  /** Whether this key of the HSM is the one that it generated for this import. */
  public synchronized boolean generated(WrapJob job, HsmKey found) throws AuditException {
    return ours(job, found).isPresent();
  }

  /** Stores what identifies the key, if it is this import's and that is not stored yet. */
  public synchronized void identify(WrapJob job, HsmKey key) throws AuditException {
    Optional<LedgerKey> ours = ours(job, key).filter(known -> !known.identified());
    if (ours.isPresent()) {
      files.write(job.importId(), ours.get().identifiedBy(key));
    }
  }

  private Optional<LedgerKey> ours(WrapJob job, HsmKey key) throws AuditException {
    return files.key(job.importId()).filter(known -> known.isFor(job.keyArn()) && known.is(key));
  }

  /** Whether an import of this agent generated this key of the HSM, and for this KMS key. */
  public synchronized boolean generatedFor(KeyArn kmsKey, HsmKeyName hsmKey) throws AuditException {
    Optional<ImportId> maker =
        hsmKey instanceof HsmKeyName.Id(CkaId id) ? id.importId() : Optional.empty();
    return maker.isPresent()
        && files.key(maker.get()).filter(key -> key.identified() && key.isFor(kmsKey)).isPresent();
  }

  /** Stores that a key is about to be made extractable. On disk when it returns. */
  public synchronized void opening(CkaId key, WrapJob job) throws AuditException {
    files.writeOpened(key, job);
    opened.put(key, job);
  }

  /** The key is unextractable again, or gone. */
  public synchronized void closed(CkaId key) throws AuditException {
    files.deleteOpened(key);
    opened.remove(key);
  }

  /**
   * The keys that were made extractable and not unextractable again, each with the job for which.
   */
  public synchronized Map<CkaId, WrapJob> opened() {
    return Map.copyOf(opened);
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
