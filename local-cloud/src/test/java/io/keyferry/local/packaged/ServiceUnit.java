package io.keyferry.local.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The unit of a package that is unpacked in a folder, or installed. */
record ServiceUnit(Path root) {

  static final String NAME = "keyferry-agent.service";

  private static final String EXEC_START = "ExecStart=";

  Path file() {
    return root.resolve("usr/lib/systemd/system").resolve(NAME);
  }

  /** What systemd would run. */
  List<String> command() throws IOException {
    return Files.readAllLines(file()).stream()
        .filter(line -> line.startsWith(EXEC_START))
        .map(line -> List.of(line.substring(EXEC_START.length()).split(" ")))
        .findFirst()
        .orElseThrow();
  }

  /** A copy that starts what is unpacked, as systemd-analyze looks whether it is there. */
  Path verifiable(Path folder) throws IOException {
    String text =
        Files.readString(file())
            .replace(EXEC_START + "/usr/bin", EXEC_START + root.resolve("usr/bin"));
    return Files.writeString(folder.resolve(NAME), text);
  }
}
