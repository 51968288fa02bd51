package io.keyferry.acceptance.endtoend;

import io.keyferry.local.token.PreparedToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * OpenSC's PKCS#11 spy: a library that logs each call and passes it on.
 *
 * @param log the file that it writes
 */
record Spy(Path library, Path log) {

  private static final List<String> CREATE_OR_WRAP =
      List.of("C_GenerateKey", "C_CreateObject", "C_WrapKey");

  static Spy writingTo(Path log) throws IOException {
    return new Spy(find(), log);
  }

  private static Path find() throws IOException {
    try (Stream<Path> files =
        Files.find(Path.of("/usr/lib"), 4, (path, attributes) -> path.endsWith("pkcs11-spy.so"))) {
      return files.findFirst().orElseThrow(() -> new IOException("apt-get install opensc-pkcs11"));
    }
  }

  /** The same token with the spy in front of its library. */
  PreparedToken before(PreparedToken token) {
    Map<String, String> environment = new HashMap<>(token.environment());
    environment.put("PKCS11SPY", token.library().toString());
    environment.put("PKCS11SPY_OUTPUT", log.toString());
    return new PreparedToken(
        library, token.label(), token.libraryParameters(), token.pinFile(), environment);
  }

  /** The names of the functions that were called, in order. */
  List<String> calls() throws IOException {
    if (!Files.exists(log)) {
      return List.of();
    }
    return Files.readAllLines(log).stream()
        .filter(line -> line.matches("\\d+: C_\\w+"))
        .map(line -> line.substring(line.indexOf("C_")))
        .toList();
  }

  List<String> callsThatCreateOrWrap() throws IOException {
    return calls().stream().filter(CREATE_OR_WRAP::contains).toList();
  }

  String text() throws IOException {
    return Files.readString(log);
  }
}
