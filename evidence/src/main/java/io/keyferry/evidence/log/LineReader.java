package io.keyferry.evidence.log;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The lines of a log across all its files, with one line of lookahead. */
final class LineReader implements AutoCloseable {

  private final Deque<Path> toCome;
  private InputStream in = InputStream.nullInputStream();
  private String file = "";
  private long number;
  private Optional<StoredLine> ahead;

  LineReader(List<Path> files) throws IOException {
    this.toCome = new ArrayDeque<>(files);
    this.ahead = read();
  }

  /** The next line, without consuming it. */
  Optional<StoredLine> peek() {
    return ahead;
  }

  Optional<StoredLine> next() throws IOException {
    Optional<StoredLine> next = ahead;
    ahead = read();
    return next;
  }

  private Optional<StoredLine> read() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    int read = in.read();
    while (read < 0 && !toCome.isEmpty()) {
      open(toCome.remove());
      read = in.read();
    }
    if (read < 0) {
      return Optional.empty();
    }
    // A line longer than the max is read in pieces, none of which is a valid line.
    while (read >= 0 && read != '\n' && bytes.size() < StoredLine.MAX_BYTES) {
      bytes.write(read);
      read = in.read();
    }
    if (read >= 0 && read != '\n') {
      bytes.write(read);
    }
    number++;
    return Optional.of(StoredLine.of(file, number, bytes.toByteArray(), read >= 0));
  }

  private void open(Path next) throws IOException {
    in.close();
    in = new BufferedInputStream(Files.newInputStream(next), 1 << 16);
    file = String.valueOf(next.getFileName());
    number = 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
