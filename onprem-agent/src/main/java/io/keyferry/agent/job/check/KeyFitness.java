package io.keyferry.agent.job.check;

import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.KeyForm;
import io.keyferry.model.value.KeySpec;
import java.util.Optional;

/**
 * Whether KMS can hold a key of the HSM and the two can be compared, for jobs and for operators'
 * orders.
 *
 * @param agentKeyLabel the label of the agent's own signing key, which is never wrapped
 */
public record KeyFitness(String agentKeyLabel) {

  /** Returns the objection, which completes {@link #sentence}. */
  public Optional<String> objection(HsmKey key, KeySpec spec) {
    if (key.label().equals(agentKeyLabel) && spec.isKeyPair()) {
      return Optional.of(
          "to be a customer's, found the agent's own signing key: anyone who has it can sign as this agent. Name another key");
    }
    if (!key.form().fits(spec)) {
      return Optional.of(
          "to be %s, found %s: name a key that fits %s, or import a new one"
              .formatted(KeyForm.wanted(spec), key.form(), spec));
    }
    if (spec.isKeyPair() && key.publicKey().isEmpty()) {
      return Optional.of(
          "one public key with the same CKA_ID, found none or several: without it, the key cannot be compared with the one in KMS. Add the public key, or destroy those that do not belong to the private key");
    }
    if (spec.family() == KeySpec.Family.HMAC && !key.maySign()) {
      return Optional.of(
          "CKA_SIGN true, found false: its HMAC of a challenge is compared with KMS's. Name another key, or import a new one");
    }
    return Optional.empty();
  }

  /** Returns the whole sentence. */
  public static String sentence(HsmKey key, String objection) {
    return "expected of key '%s' with CKA_ID %s %s".formatted(key.label(), key.id(), objection);
  }
}
