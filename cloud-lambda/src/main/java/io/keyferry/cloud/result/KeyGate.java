package io.keyferry.cloud.result;

import io.keyferry.cloud.event.Fault;
import io.keyferry.cloud.kms.Evidence;
import io.keyferry.cloud.kms.KeyFacts;
import io.keyferry.cloud.kms.Kms;
import io.keyferry.cloud.kms.KmsAnswer;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.kms.Sleeper;
import io.keyferry.cloud.record.ImportFailedException;
import io.keyferry.cloud.record.ImportSession;
import io.keyferry.cloud.record.ImportUpdate;
import io.keyferry.cloud.record.RetryingKms;
import io.keyferry.cloud.record.VerificationTarget;
import io.keyferry.cloud.request.handling.VerificationChecks;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import java.util.Optional;

/**
 * Looks at the KMS key right before every import of material: hours may have passed since the
 * request, and an earlier delivery of the same result may have imported already. KMS enables a
 * Disabled key by an import, and fills an emptied one: what an administrator did to the key since
 * is not undone. Such an import ends: to wait would keep its result in the queue until somebody
 * enables a key that nothing has proved.
 */
final class KeyGate {

  private final Kms kms;
  private final Sleeper pause;

  KeyGate(Kms kms, Sleeper pause) {
    this.kms = kms;
    this.pause = pause;
  }

  /**
   * Returns if the material may be imported. That a Disabled key is about to be enabled is stored
   * first.
   *
   * @throws ImportFailedException if it must not be
   * @throws KmsUnavailableException if KMS does not answer: nothing has changed
   * @throws KmsRefusedException if this function may not ask: nothing has changed
   */
  void pass(ImportSession open) {
    KeyFacts key = look(open);
    Optional<VerificationTarget> proof = open.stored().proof();
    Optional<String> changed =
        proof.isPresent() ? changed(open, key, proof.get()) : changed(open, key);
    if (changed.isPresent()) {
      throw new ImportFailedException(
          Failure.of(
              FailureCode.MATERIAL_REFUSED,
              "the KMS key has changed since the request: " + changed.get()));
    }
    if (proof.isPresent()
        && key.state().equals(KeyFacts.DISABLED)
        && !proof.get().foundDisabled()) {
      open.change(ImportUpdate::foundDisabled);
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

  /** Of an import of new material. */
  private static Optional<String> changed(ImportSession open, KeyFacts key) {
    boolean fits =
        switch (key.state()) {
          case KeyFacts.PENDING_IMPORT -> key.currentKeyMaterialId().isEmpty();
          case KeyFacts.ENABLED, KeyFacts.UPDATING -> true;
          default -> false;
        };
    String material = key.currentKeyMaterialId().isEmpty() ? "" : " after its material was deleted";
    return fits
        ? Optional.empty()
        : Optional.of(
            "expected %s empty or Enabled, found it %s%s. An import would undo that, so nothing was imported now, and nothing is proved. Request an import into a new KMS key."
                .formatted(
                    open.key(),
                    key.state(),
                    key.state().equals(KeyFacts.PENDING_IMPORT) ? material : ""));
  }

  /** Of a verification. */
  private static Optional<String> changed(
      ImportSession open, KeyFacts key, VerificationTarget proof) {
    Optional<Fault> fault =
        VerificationChecks.stateFault(
                key.state(), open.record().keySpec(), proof.evenIfDisabled(), true)
            .or(() ->
                VerificationChecks.expirationFault(
                    proof.importId(), key, open.record().expiration(), Optional.empty()));
    return fault.map(found ->
        "expected %s, found %s. Nothing was imported and nothing is proved; request again once that is settled."
            .formatted(found.expected(), found.found()));
  }
}
