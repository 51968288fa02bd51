package io.keyferry.evidence.log;

import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds where a log ends, without reading all of it. */
final class TailReader {

  /** The end, and the half line after it that a crash may have left. */
  record Found(Tail tail, Optional<TornLine> torn) {}

  private TailReader() {}

  /**
   * Reads the last line.
   *
   * @throws AuditException if it is not a line of an audit log
   */
  static Found read(AuditFiles files) throws IOException, AuditException {
    List<Integer> numbers = files.numbers();
    if (numbers.isEmpty()) {
      return new Found(Tail.EMPTY, Optional.empty());
    }
    int last = numbers.getLast();
    FileEnd end = FileEnd.read(files.path(last));
    Optional<TornLine> torn =
        Optional.of(end.torn())
            .filter(bytes -> bytes.length > 0)
            .map(bytes -> new TornLine(bytes.length, Sha256.of(bytes)));
    if (end.line().isPresent()) {
      return new Found(tail(last, end.size(), files.path(last), end.line().get()), torn);
    }
    if (last == 1) {
      return new Found(new Tail(last, 0, 0, AuditLine.NONE), torn);
    }
    // A file is created before its first line is written, and only after the previous file is
    // forced.
    Path before = files.path(last - 1);
    FileEnd previous = FileEnd.read(before);
    if (previous.torn().length > 0 || previous.line().isEmpty()) {
      throw LogFailures.notALine(before, "half a line or none, with a file after it");
    }
    return new Found(tail(last, 0, before, previous.line().get()), torn);
  }

  private static Tail tail(int file, long size, Path path, byte[] line) throws AuditException {
    try {
      AuditLine read = JsonCodec.read(AuditLine.class, line);
      if (read.sequence() == AuditLine.LAST_SEQUENCE) {
        throw LogFailures.notALine(
            path, "line " + read.sequence() + ", the last that a log can have");
      }
      return new Tail(file, size, read.sequence(), Sha256.of(line));
    } catch (InvalidValueException e) {
      throw LogFailures.notALine(path, String.valueOf(e.getMessage()));
    }
  }
}
