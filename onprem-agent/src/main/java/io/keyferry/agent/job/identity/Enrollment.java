package io.keyferry.agent.job.identity;

import io.keyferry.agent.hsm.AgentKey;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.evidence.log.AuditEntry;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.log.AuditTrail;
import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.value.VerificationKey;
import java.util.Map;
import java.util.Optional;

/** Finds or generates the agent's signing key. */
public final class Enrollment {

  private Enrollment() {}

  /** Returns a signer with the agent's key. A new key is recorded. */
  public static TokenSigner signer(TokenSession session, String label, AuditTrail trail)
      throws HsmException, AuditException {
    Optional<AgentKey> found = session.agentKeys().find(label);
    if (found.isPresent()) {
      return TokenSigner.of(session, found.get());
    }
    TokenSigner made = TokenSigner.of(session, session.agentKeys().findOrGenerate(label));
    write(trail, label, made.verificationKey());
    return made;
  }

  /** Records the key that the agent signs with. */
  public static void write(AuditTrail trail, String label, VerificationKey key)
      throws AuditException {
    trail.append(
        AuditEntry.of(
            AuditEvent.ENROLLED, Map.of("label", label, "key", key.thumbprint().value())));
  }
}
