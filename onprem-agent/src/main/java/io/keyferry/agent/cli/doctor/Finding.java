package io.keyferry.agent.cli.doctor;

import java.util.List;

/** What came of a check. */
sealed interface Finding {

  /**
   * All is well.
   *
   * @param facts what was found, and where it matters what is not proved by it
   */
  record Passed(List<String> facts) implements Finding {

    public Passed {
      facts = List.copyOf(facts);
    }

    Passed(String... facts) {
      this(List.of(facts));
    }
  }

  /**
   * Something is wrong.
   *
   * @param faults each with what was expected and what was found
   * @param cure what to do about it
   */
  record Failed(List<String> faults, String cure) implements Finding {

    public Failed {
      faults = List.copyOf(faults);
    }

    Failed(String fault, String cure) {
      this(List.of(fault), cure);
    }
  }

  /** Nothing was looked at. */
  record Skipped(String reason) implements Finding {}

  /** {@link Failed} if there are faults, else {@link Passed}. */
  static Finding of(List<String> facts, List<String> faults, String cure) {
    return faults.isEmpty() ? new Passed(facts) : new Failed(faults, cure);
  }
}
