package io.keyferry.agent.hsm;

import io.keyferry.agent.hsm.token.Tokens;
import java.nio.file.Path;

/** A real token created for a test. Its PIN protects nothing but what the test puts there. */
public record TestToken(TokenSettings settings, String pinText) {

  public Pin pin() {
    return new Pin(pinText.toCharArray());
  }

  public Token open() throws HsmException {
    return open(LoginGuard.NONE);
  }

  public Token open(LoginGuard guard) throws HsmException {
    try (Pin pin = pin()) {
      return Tokens.open(settings, pin, guard);
    }
  }

  public Path library() {
    return settings.library();
  }

  /** A copy that loads another library, which passes calls on to the token's own. */
  TestToken through(Path otherLibrary) {
    return new TestToken(
        new TokenSettings(
            otherLibrary, settings.label(), settings.serial(), settings.libraryParameters()),
        pinText);
  }
}
