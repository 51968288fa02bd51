package io.keyferry.agent.audit;

import io.keyferry.model.AuditLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** The lines of an audit log as they stand there. Whether they are true, the verifier says. */
public final class AuditHistory {

  private AuditHistory() {}

  /**
   * Gives every line, the first one first. What is no line is left out.
   *
   * @throws IOException if the directory or a file cannot be read
   */
  public static void read(Path directory, Consumer<AuditLine> reader) throws IOException {
    AuditFiles files = new AuditFiles(directory);
    try (LineReader lines = new LineReader(files.numbers().stream().map(files::path).toList())) {
      for (Optional<StoredLine> next = lines.next(); next.isPresent(); next = lines.next()) {
        next.flatMap(StoredLine::line).ifPresent(reader);
      }
    }
  }
}
