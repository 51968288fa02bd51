package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.hsm.AgentKey;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.model.value.VerificationKey;
import java.util.Optional;

/** The agent's own signing key, and that its two halves are one key. */
final class AgentKeyCheck implements Check {

  @Override
  public String name() {
    return "agent's key";
  }

  @Override
  public Finding look(CheckContext visit) throws PrerequisiteMissing, HsmException {
    String label = visit.hsm.get().agent().keyLabel();
    try (TokenSession session = visit.token.get().openSession()) {
      Optional<AgentKey> found = session.agentKeys().find(label);
      if (found.isEmpty()) {
        return new Finding.Failed(
            "expected the agent's signing key '%s' in the token, found none".formatted(label),
            "run keyferry-agent enrol, and give the cloud half what it prints");
      }
      VerificationKey key = VerificationKey.of(found.get().publicKey());
      visit.agentKey.is(key);
      return new Finding.Passed(
          "'%s', thumbprint %s".formatted(label, key.thumbprint()),
          "not proved: that the cloud half has enrolled this key; compare the thumbprint with the stack's configuration");
    }
  }

  @Override
  public String cure(CheckContext visit) {
    return "the agent answers with this key alone: docs/threat-model.md";
  }
}
