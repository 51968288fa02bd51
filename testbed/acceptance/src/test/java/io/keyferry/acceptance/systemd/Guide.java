package io.keyferry.acceptance.systemd;

import io.keyferry.local.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands of a document for the HSM host: its code blocks that begin with <code> ```sh
 * hsm-host</code>. They run exactly as written.
 */
record Guide(Path document, List<List<String>> blocks) {

  private static final String BEGIN = "```sh hsm-host";
  private static final String END = "```";

  /** Reads a document of the repository. */
  static Guide of(String name) throws IOException {
    Path document = Layout.ofSystemProperty().home().resolve(name);
    List<List<String>> blocks = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(document)) {
      String text = line.strip();
      if (text.equals(BEGIN)) {
        blocks.add(new ArrayList<>());
        inside = true;
      } else if (text.equals(END)) {
        inside = false;
      } else if (inside) {
        blocks.getLast().add(text);
      }
    }
    if (blocks.isEmpty()) {
      throw new IOException(
          "expected a block that begins with %s in %s".formatted(BEGIN, document));
    }
    return new Guide(document, blocks);
  }

  /** All commands, block after block. */
  List<String> commands() {
    return blocks.stream().flatMap(List::stream).toList();
  }
}
