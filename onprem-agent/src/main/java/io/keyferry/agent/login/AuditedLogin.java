package io.keyferry.agent.login;

import io.keyferry.agent.config.AgentConfig.TokenSection;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.LoginGuard;
import io.keyferry.agent.hsm.Pin;
import io.keyferry.agent.hsm.Token;
import io.keyferry.evidence.log.AuditEntry;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.log.AuditTrail;
import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.value.TokenIdentity;
import java.util.LinkedHashMap;
import java.util.Map;

/** Records each login to the token before it is tried, and never tries a refused PIN. */
public final class AuditedLogin implements LoginGuard {

  private final AuditTrail trail;
  private final PinLatch latch;
  private final Map<String, String> facts;

  private AuditedLogin(AuditTrail trail, PinLatch latch, Map<String, String> facts) {
    this.trail = trail;
    this.latch = latch;
    this.facts = facts;
  }

  /**
   * Opens the token.
   *
   * @param command the name of the command that logs in
   * @throws AuditException if the login cannot be recorded: no login was tried
   */
  public static Token open(
      TokenOpener opener, TokenSection section, AuditTrail trail, PinLatch latch, String command)
      throws HsmException, PinException, AuditException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("command", command);
    facts.put("library", section.settings().library().toString());
    facts.put("label", section.settings().label());
    section.settings().serial().ifPresent(serial -> facts.put("serial", serial));
    try {
      return opener.open(section, new AuditedLogin(trail, latch, facts));
    } catch (HsmException e) {
      if (e.getCause() instanceof AuditException unwritten) {
        throw unwritten;
      }
      throw e;
    }
  }

  @Override
  public void before(TokenIdentity token, Pin pin) throws HsmException {
    latch.before(token, pin);
    write(AuditEvent.LOGIN, facts);
  }

  @Override
  public void accepted(TokenIdentity token) throws HsmException {
    latch.accepted(token);
  }

  @Override
  public void failed(TokenIdentity token, Pin pin, HsmException failure) throws HsmException {
    latch.failed(token, pin, failure);
    Map<String, String> withReason = new LinkedHashMap<>(facts);
    withReason.put("reason", String.valueOf(failure.getMessage()));
    write(AuditEvent.LOGIN_FAILED, withReason);
  }

  private void write(AuditEvent event, Map<String, String> details) throws HsmException {
    try {
      trail.append(AuditEntry.of(event, details));
      trail.force();
    } catch (AuditException e) {
      throw HsmException.noLogin("the login could not be written to the audit log", e);
    }
  }
}
