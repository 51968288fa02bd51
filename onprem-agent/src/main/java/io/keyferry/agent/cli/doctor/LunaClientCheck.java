package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.cli.HsmConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The configuration of Luna's client, without which its library shows no partition. */
final class LunaClientCheck implements Check {

  private static final String VARIABLE = "ChrystokiConfigurationPath";
  private static final String FILE = "Chrystoki.conf";
  private static final Path USUAL = Path.of("/etc");

  @Override
  public String name() {
    return "Luna client";
  }

  /** By the name of the library. */
  static boolean isLuna(Path library) {
    String name = String.valueOf(library.getFileName()).toLowerCase(Locale.ROOT);
    return name.startsWith("libcryptoki2") || name.startsWith("libcklog");
  }

  @Override
  public Finding look(Visit visit) throws Unanswered {
    HsmConfig hsm = visit.hsm.get();
    Path library = hsm.token().settings().library();
    String name = String.valueOf(library.getFileName()).toLowerCase(Locale.ROOT);
    if (name.startsWith("libcklog")) {
      return new Finding.Failed(
          "%s writes every PKCS#11 call into a file".formatted(library),
          "set token.library to Luna's own library, /usr/safenet/lunaclient/lib/libCryptoki2_64.so");
    }
    if (!isLuna(library)) {
      return new Finding.Skipped("%s is not Luna's library".formatted(library));
    }
    Optional<String> set = Optional.ofNullable(visit.surroundings.environment().get(VARIABLE));
    Path file = set.map(Path::of).orElse(USUAL).resolve(FILE);
    String origin =
        set.isPresent() ? "by %s=%s".formatted(VARIABLE, set.get()) : VARIABLE + " is not set";
    if (!Files.isReadable(file)) {
      return new Finding.Failed(
          "expected the client's configuration %s to be readable (%s), found that it is not"
              .formatted(file, origin),
          "set %s to the directory that holds %s, and add the agent's user to the group hsmusers"
              .formatted(VARIABLE, FILE));
    }
    return new Finding.Passed("%s, %s".formatted(file, origin));
  }
}
