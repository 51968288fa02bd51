package io.keyferry.evidence.log;

import io.keyferry.evidence.log.AuditFault.Kind;
import io.keyferry.model.message.AuditHead;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.value.Sha256;
import java.io.IOException;
import java.util.Optional;

/**
 * Checks whether a line follows the one before it, and if not, which of the two was changed. The
 * next line and the last signed head decide.
 */
record ChainCheck(Optional<StoredLine> before, StoredLine line, LineReader rest) {

  /**
   * Looks for a fault. If there is one, the rest is read to its end.
   *
   * @param signed the last signed head, if any
   */
  Optional<AuditFault> fault(Optional<AuditHead> signed) throws IOException {
    if (line.line().isEmpty()) {
      return Optional.of(notALine());
    }
    boolean follows = line.follows(hashBefore());
    boolean numbered = line.isNumbered(expected());
    if (follows && numbered) {
      return line.ended() ? Optional.empty() : Optional.of(torn());
    }
    if (follows) {
      return at(
          line,
          Kind.LINE_CHANGED,
          "changed after it was written: expected sequence %d after the line before, found %d"
              .formatted(expected(), sequence()));
    }
    return numbered ? otherHash(signed) : otherNumber();
  }

  private AuditFault notALine() {
    if (!line.ended() && rest.peek().isEmpty()) {
      return torn();
    }
    Kind kind = isAdded() ? Kind.LINE_ADDED : Kind.NOT_A_LINE;
    return AuditFault.at(
        line,
        kind,
        "changed after it was written, or added: expected line %d of an audit log: %s"
            .formatted(expected(), line.flaw()));
  }

  private AuditFault torn() {
    return AuditFault.at(
        line,
        Kind.TORN,
        "expected a line feed at the end, found none: bytes were cut off or added, or the agent ended in the middle of a"
            + " line, which its next start repairs");
  }

  /** The previous line's hash is not the one in this line. */
  private Optional<AuditFault> otherHash(Optional<AuditHead> signed) {
    if (isAdded()) {
      return added(line);
    }
    boolean vouchedFor = rest.peek().map(next -> next.follows(line.hash())).orElse(true);
    boolean beforeSigned = signed.map(head -> isBefore(head)).orElse(false);
    if (before.isEmpty() || !vouchedFor || beforeSigned) {
      return at(
          line,
          Kind.LINE_CHANGED,
          "changed after it was written: expected the SHA-256 of the line before, %s, found %s"
              .formatted(hashBefore(), previous()));
    }
    return at(
        before.get(),
        Kind.LINE_CHANGED,
        "changed after it was written: expected the SHA-256 that the next line records, %s, found %s"
            .formatted(previous(), hashBefore()));
  }

  private Optional<AuditFault> otherNumber() throws IOException {
    if (sequence() < expected()) {
      boolean secondOfTwo =
          before.isPresent()
              && before.get().isNumbered(sequence())
              && rest.peek().map(next -> next.follows(line.hash())).orElse(false);
      return added(secondOfTwo ? before.get() : line);
    }
    boolean again = false;
    boolean later = false;
    for (Optional<StoredLine> next = rest.next(); next.isPresent(); next = rest.next()) {
      again |= next.get().isNumbered(sequence());
      later |= next.get().isNumbered(expected());
    }
    if (again) {
      return added(line);
    }
    return later
        ? at(
            line,
            Kind.LINES_REORDERED,
            "lines are out of order: expected sequence %d here, found %d, and the expected one later"
                .formatted(expected(), sequence()))
        : at(
            line,
            Kind.LINE_MISSING,
            "lines are missing before it: expected sequence %d, found %d"
                .formatted(expected(), sequence()));
  }

  private Optional<AuditFault> added(StoredLine line) {
    return at(line, Kind.LINE_ADDED, "added: the chain has another line in its place");
  }

  /** Whether the next line follows the previous one. */
  private boolean isAdded() {
    return rest.peek()
        .map(next -> next.follows(hashBefore()) && next.isNumbered(expected()))
        .orElse(false);
  }

  private boolean isBefore(AuditHead head) {
    return head.sequence() == expected() - 1 && head.hash().equals(hashBefore());
  }

  private long expected() {
    return before.flatMap(StoredLine::line).map(AuditLine::sequence).orElse(0L) + 1;
  }

  private Sha256 hashBefore() {
    return before.map(StoredLine::hash).orElse(AuditLine.NONE);
  }

  private long sequence() {
    return line.line().map(AuditLine::sequence).orElse(0L);
  }

  private Sha256 previous() {
    return line.line().map(AuditLine::previous).orElse(AuditLine.NONE);
  }

  private static Optional<AuditFault> at(StoredLine line, Kind kind, String sentence) {
    return Optional.of(AuditFault.at(line, kind, sentence));
  }
}
