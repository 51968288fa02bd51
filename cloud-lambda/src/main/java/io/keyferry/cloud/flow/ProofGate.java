package io.keyferry.cloud.flow;

import io.keyferry.cloud.event.Fault;
import io.keyferry.model.Failure;
import io.keyferry.model.FailureCode;
import java.util.Optional;

/**
 * Looks at the KMS key of a verification once more, right before the import that verifies it: hours
 * may have passed since the request.
 */
final class ProofGate {

  private final Kms kms;

  ProofGate(Kms kms) {
    this.kms = kms;
  }

  /**
   * Why the material must not be imported now, if it must not. That a Disabled key is about to be
   * enabled is stored first.
   *
   * @throws KmsUnavailableException if KMS does not answer: nothing has changed
   * @throws KmsRefusedException if this function may not ask: nothing has changed
   */
  Optional<Failure> closed(OpenRecord open, Proof proof) {
    Optional<String> state =
        kms.describe(open.key().toString()).map(answer -> answer.content().state());
    if (state.isEmpty()) {
      return refusal(
          "expected the KMS key %s, found none. It was deleted, and its key material with it."
              .formatted(open.key()));
    }
    Optional<Fault> fault =
        Provable.fault(state.get(), open.record().keySpec(), proof.evenIfDisabled());
    if (fault.isPresent()) {
      return refusal(
          "the KMS key has changed since the request: expected %s, found %s. Nothing was imported and nothing is proved; request again once that is settled."
              .formatted(fault.get().expected(), fault.get().found()));
    }
    if (state.get().equals(KeyFacts.DISABLED) && !proof.foundDisabled()) {
      open.change(RecordEdit::foundDisabled);
    }
    return Optional.empty();
  }

  private static Optional<Failure> refusal(String reason) {
    return Optional.of(Failure.of(FailureCode.MATERIAL_REFUSED, reason));
  }
}
