package io.keyferry.cloud.result;

import io.keyferry.cloud.job.NewAttempt;
import io.keyferry.cloud.job.Verdict;
import io.keyferry.cloud.kms.Evidence;
import io.keyferry.cloud.kms.Kms;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.kms.Sleeper;
import io.keyferry.cloud.record.Attempt;
import io.keyferry.cloud.record.ImportFailedException;
import io.keyferry.cloud.record.ImportSession;
import io.keyferry.cloud.record.Refusal;
import io.keyferry.cloud.record.RetryingKms;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.WrappedKey;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.value.Blob;
import java.time.Instant;
import java.util.Optional;

/** Sends wrapped key material to KMS. */
final class MaterialImport {

  private final Kms kms;
  private final RetryingKms patient;
  private final NewAttempt newAttempt;
  private final KeyGate gate;
  private final Conclusion conclusion;

  MaterialImport(Kms kms, Sleeper pause, NewAttempt newAttempt) {
    this.kms = kms;
    this.patient = new RetryingKms(pause);
    this.newAttempt = newAttempt;
    this.gate = new KeyGate(kms, pause);
    this.conclusion = new Conclusion(kms, pause);
  }

  /**
   * Imports the material, proves the key and completes the record, or ends it with a failure, or
   * starts a new attempt if the import token can no longer be used. If the kind of request imports
   * no material, the keys are only compared.
   *
   * @throws KmsUnavailableException if KMS does not answer: nothing has changed
   * @throws KmsRefusedException if this function is not allowed to: nothing has changed
   */
  Verdict finish(ImportSession open, WrappedKey key) {
    Optional<String> disproof = open.stored().progress().disproof();
    if (disproof.isPresent()) {
      open.evidence().handedOver(key.encryptedKeyMaterial().sha256());
      return conclusion.disproved(open, edit -> {}, disproof.get());
    }
    ImportRecord record = open.record();
    Instant now = open.run().now();
    Optional<Instant> end = record.kms().expiration().validTo().filter(time -> !now.isBefore(time));
    if (end.isPresent()) {
      return failed(open, Refusal.expired(open, end.get()));
    }
    boolean imports = open.kind().importsMaterial(record.keySpec());
    Optional<Blob> token =
        open.stored()
            .attempt()
            .flatMap(Attempt::importToken)
            .filter(usable -> record.kms().parametersValidTo().filter(now::isBefore).isPresent());
    if (imports && token.isEmpty()) {
      return newAttempt.start(open, "the import token has expired");
    }
    try {
      gate.pass(open);
    } catch (ImportFailedException e) {
      return failed(open, e.failure());
    }
    return imports
        ? imported(open, key, token.orElseThrow())
        : conclusion.reach(
            open,
            key,
            edit -> edit.step(now, ImportStep.RESULT_VERIFIED, hsmKey(key)),
            Optional.empty());
  }

  private Verdict imported(ImportSession open, WrappedKey key, Blob token) {
    Instant verified = open.run().now();
    Evidence evidence = open.evidence();
    evidence.handedOver(key.encryptedKeyMaterial().sha256());
    Optional<String> materialId;
    try {
      materialId =
          evidence.answered(
              Evidence.IMPORT_MATERIAL,
              patient.call(
                  () ->
                      kms.importMaterial(
                          open.key(),
                          token,
                          key.encryptedKeyMaterial(),
                          open.record().kms().expiration(),
                          open.kind().existingMaterial()),
                  RetryingKms.NEW_KEY_OR_TAG,
                  open));
    } catch (KmsRefusedException e) {
      evidence.refused(Evidence.IMPORT_MATERIAL, e);
      return refused(open, e);
    }
    Instant imported = open.run().now();
    return conclusion.reach(
        open,
        key,
        edit ->
            edit.step(verified, ImportStep.RESULT_VERIFIED, hsmKey(key))
                .step(imported, ImportStep.MATERIAL_IMPORTED, materialId.orElse("")),
        materialId);
  }

  private Verdict refused(ImportSession open, KmsRefusedException e) {
    return switch (e.kind()) {
      case ACCESS_DENIED -> throw e;
      case UNUSABLE_TOKEN ->
          newAttempt.start(open, "KMS does not accept the import token: " + e.sentence());
      default -> failed(open, Refusal.ofMaterial(open, e));
    };
  }

  private static Verdict failed(ImportSession open, Failure failure) {
    open.fail(failure);
    return new Verdict.Done();
  }

  private static String hsmKey(WrappedKey key) {
    return "HSM key " + key.hsmKey().ckaId();
  }
}
