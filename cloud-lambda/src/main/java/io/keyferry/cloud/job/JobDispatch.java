package io.keyferry.cloud.job;

import io.keyferry.cloud.kms.Evidence;
import io.keyferry.cloud.kms.ImportParameters;
import io.keyferry.cloud.kms.Kms;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.kms.Sleeper;
import io.keyferry.cloud.record.Attempt;
import io.keyferry.cloud.record.ExistingHsmKey;
import io.keyferry.cloud.record.ImportFailedException;
import io.keyferry.cloud.record.ImportSession;
import io.keyferry.cloud.record.RetryingKms;
import io.keyferry.model.message.JobId;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.signed.MessageSigner;
import io.keyferry.model.signed.RejectedMessageException;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.value.KeyThumbprint;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Gets import parameters, signs a job with them and sends it to the import's agent. */
public final class JobDispatch {

  /** A stored job with less time left than this is not worth sending. */
  private static final Duration MIN_REMAINING = Duration.ofMinutes(1);

  /** An answer that was given in time has arrived by then. */
  private static final Duration ON_ITS_WAY = Duration.ofMinutes(5);

  private final Kms kms;
  private final RetryingKms patient;
  private final MessageSigner<RuntimeException> signer;
  private final Agents agents;
  private final Duration lifetime;

  /**
   * Jobs for these agents.
   *
   * @param lifetime how much time the agent has, at most the lifetime of the import parameters
   */
  public JobDispatch(
      Kms kms,
      Sleeper pause,
      MessageSigner<RuntimeException> signer,
      Agents agents,
      Duration lifetime) {
    this.kms = kms;
    this.patient = new RetryingKms(pause);
    this.signer = signer;
    this.agents = agents;
    this.lifetime = lifetime;
  }

  /**
   * Stores a new attempt: new import parameters and the signed job.
   *
   * @throws ImportFailedException if the agent is no longer enrolled
   * @throws KmsRefusedException if KMS returns no parameters for this key
   * @throws KmsUnavailableException if KMS returns none now
   */
  public void prepare(ImportSession open) {
    ImportRecord record = open.record();
    ImportParameters parameters = parameters(open, record);
    Instant obtained = open.run().now();
    WrapJob content = job(open, parameters, obtained);
    String job = open.run().call(() -> SignedMessage.sign(MessageType.WRAP_JOB, content, signer));
    open.change(edit ->
        edit.nextAttempt(parameters, obtained, job)
            .due(open.run().deadline())
            .step(
                obtained,
                ImportStep.PARAMETERS_OBTAINED,
                "wrapping key SHA-256 " + parameters.wrappingKey().fingerprint())
            .step(ImportStep.RECORD_STORED, ""));
  }

  private ImportParameters parameters(ImportSession open, ImportRecord record) {
    try {
      return open.evidence()
          .answered(
              Evidence.PARAMETERS,
              patient.call(
                  () ->
                      kms.parameters(
                          open.key(),
                          record.wrapping().wrappingAlgorithm(),
                          record.wrapping().wrappingKeySpec()),
                  RetryingKms.NEW_KEY_OR_TAG,
                  open));
    } catch (KmsRefusedException e) {
      open.evidence().refused(Evidence.PARAMETERS, e);
      throw e;
    }
  }

  /**
   * Sends the newest attempt's job and stores that it is in the queue. Sending it twice is
   * harmless.
   *
   * @throws ImportFailedException if the agent is no longer enrolled
   */
  public void send(ImportSession open) {
    Attempt attempt =
        open.stored()
            .attempt()
            .orElseThrow(
                () -> new IllegalStateException(open.record().importId() + " has no job yet"));
    agents.of(open.record()).queue().send(open.key(), attempt.job());
    Instant expiry = expiry(attempt.obtainedAt(), open.record().kms().parametersValidTo());
    open.change(edit ->
        edit.step(ImportStep.JOB_SENT, open.key().toString()).queued(expiry.plus(ON_ITS_WAY)));
  }

  /** Whether the newest attempt's job is signed, has not expired and names the current keys. */
  public boolean isReady(ImportSession open) {
    return open.stored().attempt().filter(a -> usable(a, open)).isPresent();
  }

  /** Whether the newest attempt's job was sent, according to the record. */
  public static boolean sent(ImportRecord record) {
    return record.history().stream()
        .anyMatch(e -> e.step() == ImportStep.JOB_SENT && e.attempt() == record.attempt());
  }

  private boolean usable(Attempt attempt, ImportSession open) {
    try {
      WrapJob job =
          SignedMessage.verify(MessageType.WRAP_JOB, attempt.job(), signer.verificationKey());
      return job.validity().audience().equals(audience(open.record()))
          && open.run().now().plus(MIN_REMAINING).isBefore(job.validity().expiresAt());
    } catch (RejectedMessageException e) {
      // The signing key has been replaced since: the agent would no longer accept this job.
      return false;
    }
  }

  private KeyThumbprint audience(ImportRecord record) {
    return agents.of(record).key().thumbprint();
  }

  private Instant expiry(Instant obtained, Optional<Instant> parametersValidTo) {
    Instant end = obtained.plus(lifetime);
    return parametersValidTo.filter(end::isAfter).orElse(end);
  }

  private WrapJob job(ImportSession open, ImportParameters parameters, Instant obtained) {
    ImportRecord record = open.record();
    Instant now = open.run().now();
    return new WrapJob(
        new JobId(record.importId(), record.attempt() + 1),
        new WrapJob.Validity(
            audience(record), now, expiry(obtained, Optional.of(parameters.validTo()))),
        new WrapJob.KmsKey(open.key(), parameters.wrappingKey()),
        record.wrapping(),
        new WrapJob.HsmKey(
            open.hsmKey().map(ExistingHsmKey::name),
            open.hsmKey().filter(ExistingHsmKey::makeExtractable).isPresent()));
  }
}
