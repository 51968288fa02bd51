package io.keyferry.agent.login;

import io.keyferry.agent.hsm.Pin;
import io.keyferry.agent.process.Terminal;
import io.keyferry.evidence.file.DiskFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the PIN comes from: the configured file, else the systemd credential {@code pkcs11-pin},
 * else the terminal.
 *
 * @param environment the environment of the process
 * @param prompt absent if there is no terminal
 */
public record PinSource(Map<String, String> environment, Optional<Prompt> prompt) {

  private static final String CREDENTIALS = "CREDENTIALS_DIRECTORY";
  private static final String CREDENTIAL = "pkcs11-pin";

  /** Asks the user. */
  @FunctionalInterface
  interface Prompt {

    /** Shows the text and reads a line without echo; absent if there is no terminal. */
    Optional<char[]> ask(String text) throws IOException;
  }

  /** The process's own environment, and its terminal, wherever its output goes. */
  public static PinSource ofProcess() {
    return new PinSource(System.getenv(), Optional.of(Terminal::askHidden));
  }

  Pin read(Optional<Path> pinFile, String tokenLabel) throws PinException {
    if (pinFile.isPresent()) {
      return PinFile.ofOperator(pinFile.get()).read();
    }
    Optional<String> credentials = Optional.ofNullable(environment.get(CREDENTIALS));
    if (credentials.isPresent()) {
      return PinFile.ofSystemd(Path.of(credentials.get(), CREDENTIAL)).read();
    }
    String what = "the PIN of token '%s'".formatted(tokenLabel);
    char[] typed =
        typed("PIN of token '%s': ".formatted(tokenLabel))
            .orElseThrow(() ->
                new PinException(
                    "expected %s, found neither token.pin-file, nor the systemd credential %s, nor a terminal: provide one of them"
                        .formatted(what, CREDENTIAL)));
    return PinText.check(typed, what + " typed at the terminal");
  }

  private Optional<char[]> typed(String text) throws PinException {
    try {
      return prompt.isPresent() ? prompt.get().ask(text) : Optional.empty();
    } catch (IOException e) {
      throw new PinException("expected a PIN typed at the terminal, found " + DiskFault.words(e));
    }
  }
}
