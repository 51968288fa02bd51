package io.keyferry.evidence.log;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The last line of a file, read from its end, and what follows its last line feed. */
final class FileEnd {

  private static final byte LINE_FEED = '\n';
  private static final int FIRST_LOOK = 8 * 1024;

  private final long size;
  private final Optional<byte[]> line;
  private final byte[] torn;

  private FileEnd(long size, Optional<byte[]> line, byte[] torn) {
    this.size = size;
    this.line = line;
    this.torn = torn;
  }

  /**
   * Reads no more of the file than needed.
   *
   * @throws AuditException if a line feed is missing
   */
  static FileEnd read(Path path) throws IOException, AuditException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      long size = file.length();
      int look = FIRST_LOOK;
      while (true) {
        byte[] bytes = new byte[(int) Math.min(size, look)];
        file.seek(size - bytes.length);
        file.readFully(bytes);
        int last = lineFeedBefore(bytes.length, bytes);
        int start = lineFeedBefore(last, bytes);
        if (start >= 0 || bytes.length == size) {
          return of(size, bytes, start + 1, last);
        }
        if (look > StoredLine.MAX_BYTES) {
          throw LogFailures.notALine(path, "no line feed in its last %d bytes".formatted(look));
        }
        look *= 4;
      }
    }
  }

  private static FileEnd of(long size, byte[] bytes, int start, int last) {
    byte[] torn = Arrays.copyOfRange(bytes, last + 1, bytes.length);
    Optional<byte[]> line =
        last < 0 ? Optional.empty() : Optional.of(Arrays.copyOfRange(bytes, start, last));
    return new FileEnd(size - torn.length, line, torn);
  }

  /** -1 if there is none. */
  private static int lineFeedBefore(int end, byte[] bytes) {
    int at = end - 1;
    while (at >= 0 && bytes[at] != LINE_FEED) {
      at--;
    }
    return Math.max(at, -1);
  }

  /** In bytes, without the torn part. */
  long size() {
    return size;
  }

  /** The last line without its line feed; empty for a file without a complete line. */
  Optional<byte[]> line() {
    return line;
  }

  /** What follows the last line feed. */
  byte[] torn() {
    return torn;
  }
}
