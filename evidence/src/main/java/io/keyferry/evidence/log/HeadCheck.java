package io.keyferry.evidence.log;

import io.keyferry.evidence.log.AuditFault.Kind;
import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.message.AuditHead;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.signed.RejectedMessageException;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.value.VerificationKey;
import java.util.Optional;

/** The signed heads of a log: those in its lines, and that of {@code head.jws}. */
final class HeadCheck {

  private final VerificationKey key;
  private Optional<AuditHead> file = Optional.empty();
  private Optional<AuditHead> last = Optional.empty();
  private Optional<StoredLine> ofFile = Optional.empty();
  private long count;

  HeadCheck(VerificationKey key) {
    this.key = key;
  }

  /** Reads the content of {@code head.jws}. */
  Optional<AuditFault> open(String jws) {
    try {
      file = Optional.of(SignedMessage.verify(MessageType.AUDIT_HEAD, jws, key));
      return Optional.empty();
    } catch (RejectedMessageException e) {
      return Optional.of(
          AuditFault.of(HeadFile.NAME, Kind.HEAD_NOT_OF_KEY, String.valueOf(e.getMessage())));
    }
  }

  /** The head in {@code head.jws}. */
  Optional<AuditHead> file() {
    return file;
  }

  /** The head that vouches for the most lines. */
  Optional<AuditHead> last() {
    return last.filter(head -> file.map(of -> of.sequence() < head.sequence()).orElse(true))
        .or(() -> file);
  }

  /** The number of heads in the lines. */
  long count() {
    return count;
  }

  /** Checks a line of the chain, if it has a head. */
  Optional<AuditFault> fault(
      StoredLine stored, Optional<StoredLine> before, Optional<StoredLine> after) {
    AuditLine line = stored.line().orElseThrow();
    if (file.map(head -> head.sequence() == line.sequence()).orElse(false)) {
      ofFile = Optional.of(stored);
    }
    if (line.event() != AuditEvent.HEAD_SIGNED) {
      return Optional.empty();
    }
    try {
      String jws = Optional.ofNullable(line.facts().get("head")).orElse("");
      AuditHead head = SignedMessage.verify(MessageType.AUDIT_HEAD, jws, key);
      count++;
      last = Optional.of(head);
      return before
          .map(of -> mismatch(head, of))
          .orElseGet(() -> of(stored, Kind.LINE_ADDED, "a signed head before any line"));
    } catch (RejectedMessageException e) {
      boolean changed = after.map(next -> !next.follows(stored.hash())).orElse(false);
      return changed
          ? of(
              stored,
              Kind.LINE_CHANGED,
              "changed after it was written: its head is not signed: " + e.getMessage())
          : of(stored, Kind.HEAD_NOT_OF_KEY, String.valueOf(e.getMessage()));
    }
  }

  /** The fault that shows only after every line was read. */
  Optional<AuditFault> faultAtEnd(Optional<StoredLine> end) {
    if (file.isEmpty()) {
      return Optional.of(
          count > 0
              ? AuditFault.of(
                  HeadFile.NAME,
                  Kind.HEAD_FILE_MISSING,
                  "expected the last signed head, because the lines have %d, found no such file"
                      .formatted(count))
              : AuditFault.of(
                  HeadFile.NAME,
                  Kind.NOTHING_SIGNED,
                  "expected a head signed by key %s, found none: nothing vouches for these lines"
                      .formatted(key.thumbprint())));
    }
    AuditHead head = file.get();
    if (ofFile.isPresent()) {
      return mismatch(head, ofFile.get());
    }
    String sentence =
        "lines were cut off: expected line %d, which %s signs, found the log's end"
            .formatted(head.sequence(), HeadFile.NAME);
    return Optional.of(
        end.map(line -> AuditFault.at(line, Kind.TRUNCATED, sentence))
            .orElseGet(() -> AuditFault.of(HeadFile.NAME, Kind.TRUNCATED, sentence)));
  }

  private static Optional<AuditFault> mismatch(AuditHead head, StoredLine line) {
    boolean sameLine = line.isNumbered(head.sequence());
    return sameLine && line.hash().equals(head.hash())
        ? Optional.empty()
        : of(
            line,
            Kind.REWRITTEN,
            "this line, or one before it together with the hashes after it, was changed after it was signed: expected sequence %d with SHA-256 %s, found %s"
                .formatted(head.sequence(), head.hash(), line.hash()));
  }

  private static Optional<AuditFault> of(StoredLine line, Kind kind, String sentence) {
    return Optional.of(AuditFault.at(line, kind, sentence));
  }
}
