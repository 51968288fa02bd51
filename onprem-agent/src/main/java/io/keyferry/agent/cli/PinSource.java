package io.keyferry.agent.cli;

import io.keyferry.agent.hsm.Pin;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the PIN comes from: the configured file, else the systemd credential {@code pkcs11-pin},
 * else the console.
 *
 * @param environment the process's
 * @param prompt shows a text and reads without echo; absent where nobody can type
 */
record PinSource(
    Map<String, String> environment, Optional<Function<String, Optional<char[]>>> prompt) {

  private static final String CREDENTIALS = "CREDENTIALS_DIRECTORY";
  private static final String CREDENTIAL = "pkcs11-pin";

  /** The process's own environment, and its console if that is a terminal. */
  static PinSource ofProcess() {
    return new PinSource(
        System.getenv(),
        Optional.ofNullable(System.console())
            .filter(java.io.Console::isTerminal)
            .map(console -> text -> Optional.ofNullable(console.readPassword("%s", text))));
  }

  Pin read(Optional<Path> pinFile, String tokenLabel) throws PinException {
    if (pinFile.isPresent()) {
      return PinFile.ofOperator(pinFile.get()).read();
    }
    Optional<String> credentials = Optional.ofNullable(environment.get(CREDENTIALS));
    if (credentials.isPresent()) {
      return PinFile.ofSystemd(Path.of(credentials.get(), CREDENTIAL)).read();
    }
    if (prompt.isEmpty()) {
      throw new PinException(
          "expected a PIN for token '%s', found neither token.pin-file, nor the systemd credential %s, nor a terminal to ask at: set one of them"
              .formatted(tokenLabel, CREDENTIAL));
    }
    return prompt
        .get()
        .apply("PIN of token '%s': ".formatted(tokenLabel))
        .filter(typed -> typed.length > 0)
        .map(Pin::new)
        .orElseThrow(() ->
            new PinException(
                "expected the PIN of token '%s', found nothing typed".formatted(tokenLabel)));
  }
}
