package io.keyferry.local.token;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A token of SoftHSM 2 in a folder of its own. */
final class SoftHsmToken {

  private static final String LABEL = "keyferry-softhsm";
  private static final String PACKAGE = "softhsm2";

  private SoftHsmToken() {}

  static PreparedToken prepare(Path folder) throws IOException, InterruptedException {
    Path tokens = Files.createDirectories(folder.resolve("softhsm"));
    Path pin = TokenTools.writePin(folder);
    Path library = TokenTools.library(PACKAGE, "softhsm/libsofthsm2.so", "libsofthsm2.so");
    Path configuration = folder.resolve("softhsm2.conf");
    Files.writeString(
        configuration,
        "directories.tokendir = %s%nobjectstore.backend = file%nlog.level = ERROR%n"
            .formatted(tokens));
    Map<String, String> environment = Map.of("SOFTHSM2_CONF", configuration.toString());
    // The tool accepts PINs on its command line only; this one protects only a temporary token.
    String digits = Files.readString(pin);
    TokenTools.run(
        PACKAGE,
        environment,
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        LABEL,
        "--pin",
        digits,
        "--so-pin",
        digits);
    return new PreparedToken(library, LABEL, Optional.empty(), pin, environment);
  }
}
