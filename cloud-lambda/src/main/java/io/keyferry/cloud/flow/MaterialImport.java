package io.keyferry.cloud.flow;

import io.keyferry.model.Blob;
import io.keyferry.model.Failure;
import io.keyferry.model.ImportRecord;
import io.keyferry.model.ImportStep;
import io.keyferry.model.WrappedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Hands wrapped key material to KMS and waits until the key is enabled. */
final class MaterialImport {

  private static final Duration FIRST_WAIT = Duration.ofMillis(50);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
  private static final int LOOKS = 16;

  /** A new key may not be known everywhere in KMS; a deleted one never is again. */
  private static final int TRIES_WHILE_SETTLING = 4;

  private final Kms kms;
  private final Pause pause;
  private final NewAttempt newAttempt;
  private final ProofGate gate;

  MaterialImport(Kms kms, Pause pause, NewAttempt newAttempt) {
    this.kms = kms;
    this.pause = pause;
    this.newAttempt = newAttempt;
    this.gate = new ProofGate(kms);
  }

  /**
   * Imports the material and finishes the record, or ends it with a failure, or asks the agent once
   * more where the import token can no longer be used.
   *
   * @throws KmsUnavailableException if KMS does not answer: nothing has changed
   * @throws KmsRefusedException if this function is not allowed to: nothing has changed
   */
  Verdict finish(OpenRecord open, WrappedKey key) {
    ImportRecord record = open.record();
    Instant now = open.run().now();
    Optional<Instant> end = record.expiration().validTo().filter(time -> !now.isBefore(time));
    if (end.isPresent()) {
      open.fail(MaterialRefusal.expired(open.stored(), end.get()));
      return new Verdict.Done();
    }
    Optional<Blob> token = open.stored().attempt().flatMap(Attempt::importToken);
    boolean valid = record.parametersValidTo().filter(now::isBefore).isPresent();
    if (token.isEmpty() || !valid) {
      return newAttempt.start(open, "the import token has run out");
    }
    Optional<Failure> closed = open.stored().proof().flatMap(proof -> gate.closed(open, proof));
    if (closed.isPresent()) {
      open.fail(closed.get());
      return new Verdict.Done();
    }
    Evidence evidence = open.evidence();
    evidence.handedOver(key.encryptedKeyMaterial().sha256());
    Optional<String> materialId;
    try {
      materialId =
          evidence.answered(
              Evidence.IMPORT_MATERIAL,
              importMaterial(open, token.get(), key.encryptedKeyMaterial()));
    } catch (KmsRefusedException e) {
      evidence.refused(Evidence.IMPORT_MATERIAL, e);
      return refused(open, e);
    }
    Instant imported = open.run().now();
    if (!enabled(open)) {
      return new Verdict.Again("KMS has the key material, but the key is not enabled yet");
    }
    Instant enabled = open.run().now();
    open.end(edit ->
        edit.step(now, ImportStep.RESULT_VERIFIED, "HSM key " + key.hsmKey().ckaId())
            .step(imported, ImportStep.MATERIAL_IMPORTED, materialId.orElse(""))
            .step(enabled, ImportStep.KEY_ENABLED, enabledKey(open))
            .step(ImportStep.IMPORTED, "")
            .imported(key, materialId));
    return new Verdict.Done();
  }

  private KmsAnswer<Optional<String>> importMaterial(OpenRecord open, Blob token, Blob material) {
    for (int attempt = 1; ; attempt++) {
      try {
        return kms.importMaterial(
            open.key(),
            token,
            material,
            open.record().expiration(),
            open.stored().proof().map(Proof::keyMaterialId));
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
    switch (e.kind()) {
      case ACCESS_DENIED -> throw e;
      case UNUSABLE_TOKEN -> {
        return newAttempt.start(open, "KMS does not take the import token: " + e.sentence());
      }
      default -> open.fail(MaterialRefusal.of(open.stored(), e));
    }
    return new Verdict.Done();
  }

  private static String enabledKey(OpenRecord open) {
    return open.stored().proof().filter(Proof::foundDisabled).isPresent()
        ? open.key()
            + ", which was Disabled: KMS enabled it by this import, as evenIfDisabled ordered"
        : open.key().toString();
  }

  private boolean enabled(OpenRecord open) {
    Duration wait = FIRST_WAIT;
    for (int look = 1; ; look++) {
      Optional<KmsAnswer<KeyFacts>> enabled =
          kms.describe(open.key().toString())
              .filter(k -> k.content().state().equals(KeyFacts.ENABLED));
      if (enabled.isPresent()) {
        open.evidence().enabled(open.evidence().answered(Evidence.DESCRIBE_KEY, enabled.get()));
        return true;
      }
      if (look == LOOKS || !open.run().allows(wait)) {
        return false;
      }
      pause.about(wait);
      Duration longer = wait.multipliedBy(2);
      wait = longer.compareTo(LONGEST_WAIT) < 0 ? longer : LONGEST_WAIT;
    }
  }
}
