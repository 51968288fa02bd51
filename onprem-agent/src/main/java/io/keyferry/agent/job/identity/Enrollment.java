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

/** The agent's signing key, where it may have to be made. */
public final class Enrollment {

  private Enrollment() {}

  /** A signer with the agent's key. Where there was none, it is made and written down. */
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

  /** Writes down whose name the agent signs in. */
  public static void write(AuditTrail trail, String label, VerificationKey key)
      throws AuditException {
    trail.append(
        AuditEntry.of(
            AuditEvent.ENROLLED, Map.of("label", label, "key", key.thumbprint().value())));
  }
}
