package io.keyferry.cloud.flow;

import io.keyferry.model.Blob;
import io.keyferry.model.Failure;
import io.keyferry.model.ImportRecord;
import io.keyferry.model.ImportStep;
import io.keyferry.model.KeySpec;
import io.keyferry.model.WrappedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Hands wrapped key material to KMS and waits until the key is enabled. */
final class MaterialImport {

  private static final Duration FIRST_WAIT = Duration.ofMillis(50);

  /** A new key may not be known everywhere in KMS; a deleted one never is again. */
  private static final int TRIES_WHILE_SETTLING = 4;

  private final Kms kms;
  private final Pause pause;
  private final NewAttempt newAttempt;
  private final ProofGate gate;
  private final KeyEnabling enabling;
  private final SameKey sameKey;

  MaterialImport(Kms kms, Pause pause, NewAttempt newAttempt) {
    this.kms = kms;
    this.pause = pause;
    this.newAttempt = newAttempt;
    this.gate = new ProofGate(kms);
    this.enabling = new KeyEnabling(kms, pause);
    this.sameKey = new SameKey(kms, pause);
  }

  /**
   * Imports the material, proves the key and finishes the record, or ends it with a failure, or
   * asks the agent once more where the import token can no longer be used. A pair or an HMAC key
   * that is to be verified is compared alone: to import it would prove no more.
   *
   * @throws KmsUnavailableException if KMS does not answer: nothing has changed
   * @throws KmsRefusedException if this function is not allowed to: nothing has changed
   */
  Verdict finish(OpenRecord open, WrappedKey key) {
    ImportRecord record = open.record();
    Instant now = open.run().now();
    Optional<Instant> end = record.expiration().validTo().filter(time -> !now.isBefore(time));
    if (end.isPresent()) {
      return failed(open, MaterialRefusal.expired(open.stored(), end.get()));
    }
    boolean imports =
        open.stored().proof().isEmpty() || record.keySpec() == KeySpec.SYMMETRIC_DEFAULT;
    Optional<Blob> token =
        open.stored()
            .attempt()
            .flatMap(Attempt::importToken)
            .filter(usable -> record.parametersValidTo().filter(now::isBefore).isPresent());
    if (imports && token.isEmpty()) {
      return newAttempt.start(open, "the import token has run out");
    }
    Optional<Failure> closed = open.stored().proof().flatMap(proof -> gate.closed(open, proof));
    if (closed.isPresent()) {
      return failed(open, closed.get());
    }
    return imports
        ? imported(open, key, token.orElseThrow(), now)
        : proved(
            open,
            key,
            edit -> edit.step(now, ImportStep.RESULT_VERIFIED, hsmKey(key)),
            Optional.empty());
  }

  private Verdict imported(OpenRecord open, WrappedKey key, Blob token, Instant verified) {
    Evidence evidence = open.evidence();
    evidence.handedOver(key.encryptedKeyMaterial().sha256());
    Optional<String> materialId;
    try {
      materialId =
          evidence.answered(
              Evidence.IMPORT_MATERIAL, importMaterial(open, token, key.encryptedKeyMaterial()));
    } catch (KmsRefusedException e) {
      evidence.refused(Evidence.IMPORT_MATERIAL, e);
      return refused(open, e);
    }
    Instant imported = open.run().now();
    return proved(
        open,
        key,
        edit ->
            edit.step(verified, ImportStep.RESULT_VERIFIED, hsmKey(key))
                .step(imported, ImportStep.MATERIAL_IMPORTED, materialId.orElse("")),
        materialId);
  }

  private Verdict proved(
      OpenRecord open, WrappedKey key, Consumer<RecordEdit> before, Optional<String> materialId) {
    if (!enabling.isEnabled(open)) {
      return new Verdict.Again("KMS has the key material, but the key is not enabled yet");
    }
    Instant enabled = open.run().now();
    Consumer<RecordEdit> steps =
        before.andThen(edit -> edit.step(enabled, ImportStep.KEY_ENABLED, enabledKey(open)));
    Optional<Failure> unproved = unproved(open, key);
    open.end(
        unproved.isPresent()
            ? steps.andThen(edit -> edit.failed(unproved.get()))
            : steps.andThen(edit -> {
              open.evidence()
                  .proof()
                  .ifPresent(proof -> edit.step(ImportStep.KEY_PROVED, proof.toString()));
              edit.step(ImportStep.IMPORTED, "").imported(key, materialId);
            }));
    return new Verdict.Done();
  }

  private Optional<Failure> unproved(OpenRecord open, WrappedKey key) {
    try {
      return sameKey.disproved(open, key.hsmKey());
    } catch (ImportFailedException e) {
      return Optional.of(e.failure());
    }
  }

  private static Verdict failed(OpenRecord open, Failure failure) {
    open.fail(failure);
    return new Verdict.Done();
  }

  private static String hsmKey(WrappedKey key) {
    return "HSM key " + key.hsmKey().ckaId();
  }

  private KmsAnswer<Optional<String>> importMaterial(OpenRecord open, Blob token, Blob material) {
    for (int attempt = 1; ; attempt++) {
      try {
        return kms.importMaterial(
            open.key(),
            token,
            material,
            open.record().expiration(),
            open.stored().proof().flatMap(Proof::keyMaterialId));
      } catch (KmsRefusedException e) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << (2 * attempt));
        if (!PatientKms.mayBeTooEarly(e)
            || attempt == TRIES_WHILE_SETTLING
            || !open.run().allows(wait)) {
          throw e;
        }
        pause.about(wait);
      }
    }
  }

  private Verdict refused(OpenRecord open, KmsRefusedException e) {
    return switch (e.kind()) {
      case ACCESS_DENIED -> throw e;
      case UNUSABLE_TOKEN ->
          newAttempt.start(open, "KMS does not take the import token: " + e.sentence());
      default -> failed(open, MaterialRefusal.of(open.stored(), e));
    };
  }

  private static String enabledKey(OpenRecord open) {
    return open.stored().proof().filter(Proof::foundDisabled).isPresent()
        ? open.key()
            + ", which was Disabled: KMS enabled it by this import, as evenIfDisabled ordered"
        : open.key().toString();
  }
}
