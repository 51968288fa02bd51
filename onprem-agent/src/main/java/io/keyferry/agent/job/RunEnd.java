package io.keyferry.agent.job;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.job.check.Rejections;
import io.keyferry.agent.job.identity.AgentIdentity;
import io.keyferry.evidence.log.AuditEntry;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.log.AuditTrail;
import io.keyferry.model.message.AuditEvent;
import jakarta.inject.Singleton;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last line of a run in the audit log, and the agent's signature of it. */
@Singleton
public final class RunEnd {

  private static final Logger LOG = LoggerFactory.getLogger(RunEnd.class);

  private final AuditTrail trail;
  private final Rejections rejections;
  private final Token token;
  private final AgentIdentity agent;

  RunEnd(AuditTrail trail, Rejections rejections, Token token, AgentIdentity agent) {
    this.trail = trail;
    this.rejections = rejections;
    this.token = token;
    this.agent = agent;
  }

  /** Writes the line. If the HSM is not ready, it stays unsigned until the next signature. */
  public void stopped() {
    try {
      rejections.writeCounted(true);
      trail.append(AuditEntry.of(AuditEvent.STOPPED, Map.of()));
      trail.force();
      try (TokenSession session = token.openSession()) {
        trail.signHead(agent.signer(session));
      }
    } catch (AuditException | HsmException e) {
      LOG.warn("The end of this run is not signed in the audit log: {}", e.getMessage());
    }
  }
}
