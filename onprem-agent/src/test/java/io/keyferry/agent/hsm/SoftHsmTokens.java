package io.keyferry.agent.hsm;

import io.keyferry.agent.hsm.token.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Creates SoftHSM tokens, all in one directory. The library reads its path from the file that
 * {@code SOFTHSM2_CONF} names, whenever it is initialized; the build sets the variable.
 */
final class SoftHsmTokens {

  private static final String PIN = "softhsm-test-pin";
  private static final String SO_PIN = "softhsm-test-so-pin";

  private final Path library;

  SoftHsmTokens(Path directory) throws IOException, HsmException {
    library =
        VendorTool.library(
            "libsofthsm2",
            "/usr/lib/softhsm/libsofthsm2.so",
            "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
            "/usr/lib64/pkcs11/libsofthsm2.so");
    Tokens.finalizeLibrary(library);
    Files.writeString(
        configuration(),
        "directories.tokendir = %s%nobjectstore.backend = file%nlog.level = ERROR%n"
            .formatted(directory));
  }

  private static Path configuration() throws IOException {
    Optional<String> path = Optional.ofNullable(System.getenv("SOFTHSM2_CONF"));
    return path.map(Path::of)
        .orElseThrow(() ->
            new IOException(
                "expected the environment variable SOFTHSM2_CONF, found none: run the tests with Maven, or set it to a file that the tests may write"));
  }

  /** Creates a token. The library sees it if it is not initialized yet. */
  TestToken make(String label) throws IOException {
    VendorTool.run(
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        label,
        "--pin",
        PIN,
        "--so-pin",
        SO_PIN);
    TokenSettings settings = new TokenSettings(library, label, Optional.empty(), Optional.empty());
    return new TestToken(settings, PIN);
  }
}
