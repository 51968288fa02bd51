package io.keyferry.cloud.flow;

import io.keyferry.model.Blob;
import io.keyferry.model.Failure;
import io.keyferry.model.FailureCode;
import io.keyferry.model.ImportRecord;
import io.keyferry.model.ImportStep;
import io.keyferry.model.UtcTime;
import io.keyferry.model.WrappedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Hands wrapped key material to KMS and waits until the key is enabled. */
final class MaterialImport {

  private static final String ACTION = "kms:ImportKeyMaterial";
  private static final Duration FIRST_WAIT = Duration.ofMillis(50);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
  private static final int LOOKS = 16;

  /** A new key may not be known everywhere in KMS; a deleted one never is again. */
  private static final int TRIES_WHILE_SETTLING = 4;

  private final Kms kms;
  private final Pause pause;
  private final NewAttempt newAttempt;

  MaterialImport(Kms kms, Pause pause, NewAttempt newAttempt) {
    this.kms = kms;
    this.pause = pause;
    this.newAttempt = newAttempt;
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
      open.fail(
          Failure.of(
              FailureCode.EXPIRATION_PASSED,
              "expected an expiration date to come, found %s. Request again with a later one."
                  .formatted(UtcTime.format(end.get()))));
      return new Verdict.Done();
    }
    Optional<Blob> token = open.stored().attempt().flatMap(Attempt::importToken);
    boolean valid = record.parametersValidTo().filter(now::isBefore).isPresent();
    if (token.isEmpty() || !valid) {
      return newAttempt.start(open, "the import token has run out");
    }
    Optional<String> materialId;
    try {
      materialId = importMaterial(open, token.get(), key.encryptedKeyMaterial());
    } catch (KmsRefusedException e) {
      return refused(open, e);
    }
    Instant imported = open.run().now();
    if (!enabled(open)) {
      return new Verdict.Again("KMS has the key material, but the key is not enabled yet");
    }
    Instant enabled = open.run().now();
    open.change(edit ->
        edit.step(now, ImportStep.RESULT_VERIFIED, "HSM key " + key.hsmKey().ckaId())
            .step(imported, ImportStep.MATERIAL_IMPORTED, materialId.orElse(""))
            .step(enabled, ImportStep.KEY_ENABLED, open.key().toString())
            .step(ImportStep.IMPORTED, "")
            .imported(key, materialId));
    return new Verdict.Done();
  }

  private Optional<String> importMaterial(OpenRecord open, Blob token, Blob material) {
    for (int attempt = 1; ; attempt++) {
      try {
        return kms.importMaterial(open.key(), token, material, open.record().expiration());
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
      case INVALID_CIPHERTEXT ->
          open.fail(
              Failure.of(
                  FailureCode.MATERIAL_REFUSED,
                  ("KMS refused %s: %s. The material does not unwrap to 32 bytes: the HSM wrapped under another key"
                          + " or with another OAEP hash or mask function than %s, or the HSM key is not AES-256."
                          + " Check the agent's log and the HSM's firmware, then request again.")
                      .formatted(ACTION, e.sentence(), open.record().wrappingAlgorithm())));
      case INCORRECT_MATERIAL ->
          open.fail(
              Failure.of(
                  FailureCode.MATERIAL_DIFFERS,
                  ("KMS refused %s: %s. The KMS key has had other key material and takes only that again."
                          + " Request an import into a new key.")
                      .formatted(ACTION, e.sentence())));
      case NOT_FOUND, INVALID_STATE, ALREADY_EXISTS, MALFORMED_POLICY, LIMIT_EXCEEDED, OTHER ->
          open.fail(Refusal.failure(FailureCode.MATERIAL_REFUSED, ACTION, e));
    }
    return new Verdict.Done();
  }

  private boolean enabled(OpenRecord open) {
    Duration wait = FIRST_WAIT;
    for (int look = 1; ; look++) {
      Optional<KeyFacts> key = kms.describe(open.key().toString());
      if (key.filter(k -> k.state().equals(KeyFacts.ENABLED)).isPresent()) {
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
