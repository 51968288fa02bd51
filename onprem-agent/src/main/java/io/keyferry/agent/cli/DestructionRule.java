package io.keyferry.agent.cli;

import io.keyferry.agent.hsm.AgentKey;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.model.value.Blob;
import java.util.Optional;

/** Which keys the agent may destroy: those that it provably generated. */
final class DestructionRule {

  private DestructionRule() {}

  /**
   * Why the key may not be destroyed.
   *
   * @param own the agent's signing key, if the token has it
   * @param label the label of the agent's signing key
   */
  static Optional<String> objection(
      HsmKey key, Optional<AgentKey> own, String label, MadeKeys made) {
    if (made.doubt().isPresent()) {
      return made.doubt();
    }
    Optional<Blob> ownHalf = own.map(agent -> Blob.of(agent.publicKey().getEncoded()));
    if (key.label().equals(label)
        || (key.publicKey().isPresent() && key.publicKey().equals(ownHalf))) {
      return Optional.of(
          "'%s' is the agent's own signing key: an HSM administrator may destroy it when the agent is no longer enrolled"
              .formatted(key.label()));
    }
    return made.made(key)
        ? Optional.empty()
        : Optional.of(
            "expected a key that this agent generated, found no signed line in its audit log for one with CKA_ID %s: if the agent generated it just now, stop the agent cleanly, which signs the log; otherwise an HSM administrator may destroy it (on Luna cmu delete)"
                .formatted(key.id()));
  }
}
