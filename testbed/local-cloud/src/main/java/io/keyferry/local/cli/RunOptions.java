package io.keyferry.local.cli;

import io.keyferry.local.run.RunSettings;
import io.keyferry.local.token.TokenKind;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that {@code demo} and {@code local} have in common. */
final class RunOptions {

  @Option(
      names = "--token",
      defaultValue = "NSS",
      paramLabel = "nss|softhsm",
      description = "The software token that serves as the HSM (default: nss).")
  TokenKind token = TokenKind.NSS;

  @Option(
      names = "--library",
      paramLabel = "PATH",
      description =
          "Load this PKCS#11 library in place of the token's own, to put a spy or a proxy in front of it.")
  Optional<Path> library = Optional.empty();

  /** The token that serves as the HSM. */
  RunSettings.Token token() {
    return new RunSettings.Token(token, library.map(Path::toAbsolutePath));
  }
}
