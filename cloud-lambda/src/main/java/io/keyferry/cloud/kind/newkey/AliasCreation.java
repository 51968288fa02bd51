package io.keyferry.cloud.kind.newkey;

import io.keyferry.cloud.kms.Evidence;
import io.keyferry.cloud.kms.Kms;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.kms.Sleeper;
import io.keyferry.cloud.record.ImportSession;
import io.keyferry.cloud.record.RetryingKms;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import java.util.Optional;

/** Creates a new key's alias once the key is proved: until then nothing finds the key by it. */
final class AliasCreation {

  private final Kms kms;
  private final Sleeper pause;
  private final RetryingKms patient;

  AliasCreation(Kms kms, Sleeper pause) {
    this.kms = kms;
    this.pause = pause;
    this.patient = new RetryingKms(pause);
  }

  /**
   * Creates the alias; returns why the key cannot have it, if so.
   *
   * @throws KmsUnavailableException if KMS does not answer, or does not yet show whose the alias is
   * @throws KmsRefusedException if this function is not allowed to
   */
  Optional<Failure> give(ImportSession open, String alias) {
    while (true) {
      try {
        open.evidence()
            .answered(
                Evidence.CREATE_ALIAS,
                patient.call(
                    () -> kms.createAlias(alias, open.key()), RetryingKms.NEW_KEY_OR_TAG, open));
        return Optional.empty();
      } catch (KmsRefusedException e) {
        open.evidence().refused(Evidence.CREATE_ALIAS, e);
        switch (e.kind()) {
          case ACCESS_DENIED -> throw e;
          case ALREADY_EXISTS -> {
            Optional<String> owner = owner(open, alias);
            if (owner.isPresent()) {
              // The SDK retries a call whose answer was lost: then the alias is ours.
              return owner
                  .filter(found -> !found.equals(open.key().toString()))
                  .map(found -> taken(open, alias, found));
            }
            if (!open.run().allows(RetryingKms.PACE)) {
              throw KmsUnavailableException.tooEarly(e);
            }
            pause.sleepJittered(RetryingKms.PACE);
          }
          default -> {
            return Optional.of(refused(open, e));
          }
        }
      }
    }
  }

  /** The ARN of the key that has the alias, which its key policy may hide from this function. */
  private Optional<String> owner(ImportSession open, String alias) {
    try {
      return open.run().call(() -> kms.describe(alias)).map(key -> key.content().arn().toString());
    } catch (KmsRefusedException e) {
      if (e.kind() != KmsRefusedException.Kind.ACCESS_DENIED) {
        throw e;
      }
      return Optional.of("a key that this function may not read");
    }
  }

  private static Failure taken(ImportSession open, String alias, String owner) {
    return Failure.of(
        FailureCode.KMS_KEY_REFUSED,
        "expected %s to be free for the new KMS key, found it on %s. %s To move that alias: aws kms update-alias --alias-name %s --target-key-id %s"
            .formatted(alias, owner, createAnotherAlias(open), alias, open.key()));
  }

  private static Failure refused(ImportSession open, KmsRefusedException e) {
    return Failure.of(
        FailureCode.KMS_KEY_REFUSED,
        "KMS refused %s: %s. %s"
            .formatted(Evidence.CREATE_ALIAS, e.sentence(), createAnotherAlias(open)));
  }

  private static String createAnotherAlias(ImportSession open) {
    return "The key holds the HSM's key and can be used; give it another alias: aws kms create-alias --alias-name NAME --target-key-id %s."
        .formatted(open.key());
  }
}
