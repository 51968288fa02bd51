package io.keyferry.agent.cli.offline;

import java.nio.file.Path;

/** An input file cannot be used, or an output file cannot be written. */
public final class OfflineFileException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String file;

  OfflineFileException(Path file, String expected, String found, String cure) {
    super("expected %s, found %s: %s".formatted(expected, found, cure));
    this.file = file.toString();
  }

  /** The file; the message does not name it. */
  public Path file() {
    return Path.of(file);
  }
}
