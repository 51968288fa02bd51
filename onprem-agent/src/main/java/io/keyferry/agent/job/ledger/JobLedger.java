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
 * What the agent knows about the jobs that it admitted, on disk. Each import has two entries: its
 * last admitted job, to recognize a repeated or a changed job; and the key that the HSM generated
 * for it, so that no other key is mistaken for it. The ledger also lists the keys that are
 * extractable for one wrap.
 */
public final class JobLedger implements AutoCloseable {

  private static final int MARK_BYTES = 6;

  /** A job is valid for a day, and its import is retried for some weeks at most. */
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
   * Opens a directory for this process alone.
   *
   * <p>Deletes jobs that are too old to be retried. Keeps keys: they may be verified or imported
   * again years later.
   *
   * @param random must be unpredictable: otherwise an attacker could plant a key that passes for
   *     the agent's
   * @throws AuditException if the directory cannot be written, or another agent uses it
   */
  public static JobLedger open(Path directory, RandomGenerator random, InstantSource clock)
      throws AuditException {
    LedgerFiles files = LedgerFiles.open(directory);
    files.deleteJobsBefore(clock.instant().minus(KEEP_JOBS));
    return new JobLedger(files, random);
  }

  /**
   * Admits a job that is about to be processed. Does not check the key in the HSM.
   *
   * @return why the job must not be processed
   * @throws AuditException if the job cannot be stored: then it must not be processed
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

  /**
   * Checks against the key of an import whose jobs were deleted: the key and its KMS key are still
   * known.
   */
  private Optional<Failure> objectionByKey(WrapJob job) throws AuditException {
    return files
        .key(job.importId())
        .filter(key -> !key.isFor(job.keyArn()))
        .flatMap(key -> changed(job, key.keyArn()));
  }

  /**
   * Chooses the label of the key that the HSM is about to generate, if it has none with this
   * import's id. The label is on disk when this returns: it identifies the key after a crash.
   */
  public synchronized String labelOfNewKey(WrapJob job) throws AuditException {
    byte[] mark = new byte[MARK_BYTES];
    random.nextBytes(mark);
    String label = "keyferry %s %s".formatted(job.importId(), HexFormat.of().formatHex(mark));
    files.write(job.importId(), LedgerKey.toBeGenerated(job.keyArn(), label));
    return label;
  }

  /** Whether the HSM generated this key for this import. */
  public synchronized boolean generated(WrapJob job, HsmKey found) throws AuditException {
    return ours(job, found).isPresent();
  }

  /** Stores what identifies the key, if the key is this import's and not yet identified. */
  public synchronized void identify(WrapJob job, HsmKey key) throws AuditException {
    Optional<LedgerKey> ours = ours(job, key).filter(known -> !known.identified());
    if (ours.isPresent()) {
      files.write(job.importId(), ours.get().identifiedBy(key));
    }
  }

  private Optional<LedgerKey> ours(WrapJob job, HsmKey key) throws AuditException {
    return files.key(job.importId()).filter(known -> known.isFor(job.keyArn()) && known.is(key));
  }

  /** Whether an import of this agent generated this HSM key for this KMS key. */
  public synchronized boolean generatedFor(KeyArn kmsKey, HsmKeyName hsmKey) throws AuditException {
    Optional<ImportId> maker =
        hsmKey instanceof HsmKeyName.Id(CkaId id) ? id.importId() : Optional.empty();
    return maker.isPresent()
        && files.key(maker.get()).filter(key -> key.identified() && key.isFor(kmsKey)).isPresent();
  }

  /** Stores that a key is about to be made extractable. On disk when this returns. */
  public synchronized void opening(CkaId key, WrapJob job) throws AuditException {
    files.writeOpened(key, job);
    opened.put(key, job);
  }

  /** Stores that the key is unextractable again, or gone. */
  public synchronized void closed(CkaId key) throws AuditException {
    files.deleteOpened(key);
    opened.remove(key);
  }

  /** Returns the keys that are still extractable for one wrap, each with its job. */
  public synchronized Map<CkaId, WrapJob> opened() {
    return Map.copyOf(opened);
  }

  private static Optional<Failure> objection(WrapJob known, WrapJob job) {
    if (job.attempt() < known.attempt()) {
      return refusal(
          FailureCode.JOB_SUPERSEDED,
          "expected attempt %d of import %s or a later one, found attempt %d: no action needed, the later one is answered"
              .formatted(known.attempt(), job.importId(), job.attempt()));
    }
    if (job.attempt() == known.attempt() && !job.equals(known)) {
      return changed(job, "attempt %d with the content it had".formatted(job.attempt()));
    }
    boolean same =
        job.keyArn().equals(known.keyArn())
            && job.keySpec() == known.keySpec()
            && job.hsm().existingKey().equals(known.hsm().existingKey());
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
