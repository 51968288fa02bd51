package io.keyferry.agent.cli;

import io.keyferry.agent.audit.AuditEntry;
import io.keyferry.agent.audit.AuditException;
import io.keyferry.agent.audit.AuditTrail;
import io.keyferry.agent.cli.AgentConfig.TokenSection;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.Token;
import io.keyferry.model.AuditEvent;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a login to the token down before it is tried. */
final class AuditedLogin {

  private AuditedLogin() {}

  /**
   * Opens the token.
   *
   * @param command what logs in: {@code run}, {@code enrol}, {@code keys} or {@code wrap}
   * @throws AuditException if it cannot be written down: no login was tried
   */
  static Token open(TokenOpener opener, TokenSection section, AuditTrail trail, String command)
      throws HsmException, PinException, AuditException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("command", command);
    facts.put("library", section.settings().library().toString());
    facts.put("label", section.settings().label());
    section.settings().serial().ifPresent(serial -> facts.put("serial", serial));
    trail.append(AuditEntry.of(AuditEvent.LOGIN, facts));
    trail.force();
    try {
      return opener.open(section);
    } catch (HsmException | PinException e) {
      facts.put("reason", String.valueOf(e.getMessage()));
      trail.append(AuditEntry.of(AuditEvent.LOGIN_FAILED, facts));
      trail.force();
      throw e;
    }
  }
}
