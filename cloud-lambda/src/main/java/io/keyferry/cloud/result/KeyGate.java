package io.keyferry.cloud.result;

import io.keyferry.cloud.kms.Evidence;
import io.keyferry.cloud.kms.KeyFacts;
import io.keyferry.cloud.kms.Kms;
import io.keyferry.cloud.kms.KmsAnswer;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.kms.Sleeper;
import io.keyferry.cloud.record.ImportFailedException;
import io.keyferry.cloud.record.ImportSession;
import io.keyferry.cloud.record.RetryingKms;
import io.keyferry.cloud.record.StoredOrder;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import java.util.Optional;

/**
 * Checks the KMS key right before every import of material: hours may have passed since the
 * request, and an earlier delivery of the same result may have imported already. An import enables
 * a Disabled key and fills one without material, and must not undo what an administrator has done
 * since the request. Such an import ends: waiting would keep its result in the queue until someone
 * enables an unproved key.
 */
final class KeyGate {

  private final Kms kms;
  private final Sleeper pause;

  KeyGate(Kms kms, Sleeper pause) {
    this.kms = kms;
    this.pause = pause;
  }

  /**
   * Returns if the material may be imported, after storing what the kind has to remember about the
   * key's current state.
   *
   * @throws ImportFailedException if it must not be imported
   * @throws KmsUnavailableException if KMS does not answer: nothing has changed
   * @throws KmsRefusedException if this function is not allowed to: nothing has changed
   */
  void pass(ImportSession open) {
    KeyFacts key = look(open);
    Optional<String> obstacle = open.kind().obstacle(open.record(), key);
    if (obstacle.isPresent()) {
      throw new ImportFailedException(
          Failure.of(
              FailureCode.MATERIAL_REFUSED,
              "the KMS key has changed since the request: " + obstacle.get()));
    }
    StoredOrder seen = open.kind().seen(key);
    if (!seen.equals(open.stored().request().order())) {
      open.change(edit -> edit.order(seen));
    }
  }

  private KeyFacts look(ImportSession open) {
    while (true) {
      Optional<KmsAnswer<KeyFacts>> answer =
          open.run().call(() -> kms.describe(open.key().toString()));
      boolean isThere =
          answer.filter(key -> !key.content().state().equals(KeyFacts.CREATING)).isPresent();
      if (isThere) {
        return open.evidence().answered(Evidence.DESCRIBE_KEY, answer.orElseThrow());
      }
      if (!open.isSettling()) {
        throw new ImportFailedException(
            Failure.of(
                FailureCode.MATERIAL_REFUSED,
                "expected the KMS key %s, found none. It was deleted, and its key material with it: request an import into a new KMS key."
                    .formatted(open.key())));
      }
      if (!open.run().allows(RetryingKms.PACE)) {
        throw new KmsUnavailableException("KMS does not show the new key yet");
      }
      pause.sleepJittered(RetryingKms.PACE);
    }
  }
}
