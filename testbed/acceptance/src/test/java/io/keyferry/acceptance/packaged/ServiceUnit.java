package io.keyferry.acceptance.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The units of a package that is unpacked in a folder, or installed. */
record ServiceUnit(Path root) {

  static final String NAME = "keyferry-agent.service";

  private static final List<String> UNITS = List.of(NAME, "keyferry-agent-doctor.service");
  private static final String SHARED = "keyferry-.service.d/agent.conf";
  private static final String EXEC_START = "ExecStart=";

  private Path file(String name) {
    return root.resolve("usr/lib/systemd/system").resolve(name);
  }

  /** The command line that systemd would run. */
  List<String> command() throws IOException {
    return Files.readAllLines(file(NAME)).stream()
        .filter(line -> line.startsWith(EXEC_START))
        .map(line -> List.of(line.substring(EXEC_START.length()).split(" ")))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Copies of the units that start the unpacked programs, because systemd-analyze checks that these
   * exist.
   */
  List<Path> verifiable(Path folder) throws IOException {
    Path shared = folder.resolve(SHARED);
    Files.createDirectories(shared.resolveSibling(""));
    Files.copy(file(SHARED), shared, StandardCopyOption.REPLACE_EXISTING);
    List<Path> copies = new ArrayList<>();
    for (String name : UNITS) {
      String text = Files.readString(file(name));
      copies.add(
          Files.writeString(
              folder.resolve(name),
              text.replace(EXEC_START + "/usr/bin", EXEC_START + root.resolve("usr/bin"))));
    }
    return copies;
  }
}
