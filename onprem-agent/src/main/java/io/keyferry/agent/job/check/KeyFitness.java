package io.keyferry.agent.job.check;

import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.KeyForm;
import io.keyferry.model.value.KeySpec;
import java.util.Optional;

/**
 * Whether a key of the HSM is one that KMS can hold and that can be compared with KMS's, whoever
 * orders it to be wrapped.
 *
 * @param agentKeyLabel the label of the agent's own signing key, which is nobody's to wrap
 */
public record KeyFitness(String agentKeyLabel) {

  /** What speaks against it, to complete {@link #sentence}. */
  public Optional<String> objection(HsmKey key, KeySpec spec) {
    if (key.label().equals(agentKeyLabel) && spec.isKeyPair()) {
      return Optional.of(
          "to be a customer's, found the agent's own signing key: whoever has it can answer for this agent. Name another key");
    }
    if (!key.form().fits(spec)) {
      return Optional.of(
          "to be %s, found %s: name a key that fits %s, or import a new one"
              .formatted(KeyForm.wanted(spec), key.form(), spec));
    }
    if (spec.isKeyPair() && key.publicKey().isEmpty()) {
      return Optional.of(
          "one public key with the same CKA_ID, found none or several: without it nobody can compare it with that of KMS. Put it beside the private one, or destroy those that are not its");
    }
    if (spec.family() == KeySpec.Family.HMAC && !key.maySign()) {
      return Optional.of(
          "CKA_SIGN true, found false: its HMAC of a challenge is what is compared with that of KMS. Name another key, or import a new one");
    }
    return Optional.empty();
  }

  /** The whole sentence. */
  public static String sentence(HsmKey key, String objection) {
    return "expected of key '%s' with CKA_ID %s %s".formatted(key.label(), key.id(), objection);
  }
}
