package io.keyferry.agent.cli.doctor;

import java.util.List;

/** The result of a check. */
sealed interface Finding {

  /**
   * The check passed.
   *
   * @param facts what was found and, if it matters, what that does not prove
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
   * The check failed.
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

  /** The check did not run. */
  record Skipped(String reason) implements Finding {}

  /** {@link Failed} if there are faults, else {@link Passed}. */
  static Finding of(List<String> facts, List<String> faults, String cure) {
    return faults.isEmpty() ? new Passed(facts) : new Failed(faults, cure);
  }
}
