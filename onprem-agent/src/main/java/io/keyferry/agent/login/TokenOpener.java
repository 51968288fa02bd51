package io.keyferry.agent.login;

import io.keyferry.agent.config.AgentConfig.TokenSection;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.LoginGuard;
import io.keyferry.agent.hsm.Pin;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.token.TokenView;
import io.keyferry.agent.hsm.token.Tokens;

/** Opens the configured token. */
public interface TokenOpener {

  /** Opens the token and asks the guard before it logs in. */
  Token open(TokenSection section, LoginGuard guard) throws HsmException, PinException;

  /** Logs in with the PIN of this source, once, and wipes it. */
  static TokenOpener withPinOf(PinSource source) {
    return (section, guard) -> {
      // Report a wrong label or library before asking for a PIN.
      TokenView _ = Tokens.look(section.settings());
      try (Pin pin = source.read(section.pinFile(), section.settings().label())) {
        return Tokens.open(section.settings(), pin, guard);
      }
    };
  }
}
