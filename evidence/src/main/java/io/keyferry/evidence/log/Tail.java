package io.keyferry.evidence.log;

import io.keyferry.model.message.AuditLine;
import io.keyferry.model.value.Sha256;

/**
 * Where a log ends.
 *
 * @param file number of the last file, 0 if there is none
 * @param size the size of that file in bytes, without half a line at its end
 * @param sequence of the last line, 0 if there is none
 * @param hash of the last line
 */
record Tail(int file, long size, long sequence, Sha256 hash) {

  static final Tail EMPTY = new Tail(0, 0, 0, AuditLine.NONE);

  /** The tail after one more line in the same file. */
  Tail plus(byte[] line) {
    return new Tail(file, size + line.length + 1, sequence + 1, Sha256.of(line));
  }

  /** The tail after a new, empty file. */
  Tail nextFile() {
    return new Tail(file + 1, 0, sequence, hash);
  }

  /** Whether a log that ends here may once have ended there. */
  boolean mayFollow(Tail other) {
    return sequence == other.sequence ? hash.equals(other.hash) : sequence > other.sequence;
  }
}
