package io.keyferry.evidence.record;

import io.keyferry.evidence.record.RecordCheck.Subject;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.Sha256;
import java.util.Optional;

/** Checks that a record is at its place in the chain. */
final class RecordChain {

  private RecordChain() {}

  static RecordCheck check(CeremonyRecord record, Optional<RecordFile> previous) {
    boolean first = record.place().number() == 1;
    if (first != record.place().previous().equals(AuditLine.NONE)) {
      return RecordCheck.fails(
          Subject.CHAIN,
          "expected 64 zeros as the previous record's SHA-256 in number 1 and only there, found number %d with %s: it begins a second chain"
              .formatted(record.place().number(), record.place().previous()));
    }
    if (previous.isPresent()) {
      return first ? nothingBefore() : behind(previous.get(), record);
    }
    return first
        ? RecordCheck.holds(Subject.CHAIN, "number 1, the first of this cloud half")
        : RecordCheck.none(
            Subject.CHAIN,
            "number %d: to check that number %d is the previous record, use --previous"
                .formatted(record.place().number(), record.place().number() - 1));
  }

  private static RecordCheck nothingBefore() {
    return RecordCheck.fails(
        Subject.CHAIN,
        "expected no record before number 1, found one in --previous: they are not in one chain");
  }

  private static RecordCheck behind(RecordFile before, CeremonyRecord record) {
    Sha256 found = before.sha256();
    if (!found.equals(record.place().previous())) {
      return RecordCheck.fails(
          Subject.CHAIN,
          "expected the previous record with the SHA-256 %s, found %s: one was changed, removed or inserted"
              .formatted(record.place().previous(), found));
    }
    return number(before)
        .map(number ->
            new RecordComparison(Subject.CHAIN)
                .of("number", number + 1, record.place().number())
                .check(
                    "number %d, directly after the previous record"
                        .formatted(record.place().number()),
                    "a record was removed or inserted"))
        .orElseGet(() ->
            RecordCheck.fails(
                Subject.CHAIN,
                "expected a ceremony record in --previous, found another text with its SHA-256: the chain leads nowhere"));
  }

  /** This record's signature vouches for the previous one through its SHA-256. */
  private static Optional<Long> number(RecordFile before) {
    try {
      return Optional.of(RecordContent.unverified(before).record().place().number());
    } catch (InvalidValueException e) {
      return Optional.empty();
    }
  }
}
