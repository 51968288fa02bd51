package io.keyferry.agent.cli;

import io.keyferry.agent.audit.AuditVerdict;
import io.keyferry.agent.audit.AuditVerifier;
import io.keyferry.agent.audit.DiskFault;
import io.keyferry.agent.hsm.AgentKey;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.model.Blob;
import io.keyferry.model.VerificationKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Which keys the agent may destroy: those of which it is proved that it made them. */
final class DestructionRule {

  private DestructionRule() {}

  /** Why the key may not be destroyed. */
  static Optional<String> objection(
      HsmKey key, Optional<AgentKey> own, HsmConfig agent, MadeKeys made) {
    String label = agent.agent().keyLabel();
    if (own.isEmpty()) {
      return Optional.of(
          "expected the agent's key '%s', by which the audit log is verified, found none: run keyferry-agent enrol"
              .formatted(label));
    }
    Optional<Blob> ownHalf = Optional.of(Blob.of(own.get().publicKey().getEncoded()));
    if (key.label().equals(label) || key.publicKey().equals(ownHalf)) {
      return Optional.of(
          "'%s' is the agent's own signing key: an administrator of the HSM may destroy it, when the agent is no longer enrolled"
              .formatted(key.label()));
    }
    if (!made.made(key)) {
      return Optional.of(
          "expected a key that this agent made, found that its audit log tells of none with CKA_ID %s: an administrator of the HSM may destroy it (on Luna cmu delete)"
              .formatted(key.id()));
    }
    return broken(agent.audit().directory(), VerificationKey.of(own.get().publicKey()));
  }

  private static Optional<String> broken(Path directory, VerificationKey agent) {
    try {
      return switch (AuditVerifier.verify(directory, agent)) {
        case AuditVerdict.Holds log -> Optional.empty();
        case AuditVerdict.Broken log ->
            Optional.of(
                "expected an audit log that holds, as it says which keys the agent made, found that "
                    + log.fault().text());
      };
    } catch (IOException e) {
      return Optional.of("expected an audit log that can be read, found " + DiskFault.words(e));
    }
  }
}
