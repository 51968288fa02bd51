package io.keyferry.evidence.log;

import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.Sha256;
import java.util.Optional;

/**
 * A line of a file.
 *
 * @param file its name
 * @param number of the line in the file, from 1
 * @param hash of its bytes without the line feed
 * @param ended whether a line feed ends it
 * @param line the parsed line, if it is one of an audit log
 * @param flaw why it is not, else empty
 */
record StoredLine(
    String file, long number, Sha256 hash, boolean ended, Optional<AuditLine> line, String flaw) {

  /** Longer than the longest line that the log writes, with every character escaped. */
  static final int MAX_BYTES = 1 << 20;

  static StoredLine of(String file, long number, byte[] bytes, boolean ended) {
    Sha256 hash = Sha256.of(bytes);
    try {
      AuditLine line = JsonCodec.read(AuditLine.class, bytes);
      return new StoredLine(file, number, hash, ended, Optional.of(line), "");
    } catch (InvalidValueException e) {
      String flaw = String.valueOf(e.getMessage());
      return new StoredLine(file, number, hash, ended, Optional.empty(), flaw);
    }
  }

  /** Whether it claims to follow a line with that hash. */
  boolean follows(Sha256 before) {
    return line.isPresent() && line.get().previous().equals(before);
  }

  boolean isNumbered(long sequence) {
    return line.isPresent() && line.get().sequence() == sequence;
  }
}
