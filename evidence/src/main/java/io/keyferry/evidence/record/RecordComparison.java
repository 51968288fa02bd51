package io.keyferry.evidence.record;

import io.keyferry.evidence.record.RecordCheck.Subject;
import java.util.ArrayList;
import java.util.List;

/** Compares what two sources say about one subject, and lists every difference. */
final class RecordComparison {

  private final Subject subject;
  private final List<String> differences = new ArrayList<>();

  RecordComparison(Subject subject) {
    this.subject = subject;
  }

  /** Compares two values by their text form. */
  RecordComparison of(String what, Object expected, Object found) {
    if (!expected.toString().equals(found.toString())) {
      differences.add("expected the %s %s, found %s".formatted(what, expected, found));
    }
    return this;
  }

  /** A condition that must hold. */
  RecordComparison that(boolean holds, String expected, String found) {
    if (!holds) {
      differences.add("expected %s, found %s".formatted(expected, found));
    }
    return this;
  }

  /**
   * The check.
   *
   * @param holds the sentence if there is no difference
   * @param meaning what a difference means
   */
  RecordCheck check(String holds, String meaning) {
    return differences.isEmpty()
        ? RecordCheck.holds(subject, holds)
        : RecordCheck.fails(subject, String.join("; ", differences) + ": " + meaning);
  }
}
