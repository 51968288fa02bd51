package io.keyferry.agent.cli.doctor;

import java.util.List;

/** What came of all checks. */
public final class Diagnosis {

  private static final int MAX_FAILURES = 100;

  /** Of usage errors; so many failures are told as one more. */
  private static final int USAGE = 2;

  /** One check. */
  record Line(String name, Finding finding) {}

  private final List<Line> lines;

  Diagnosis(List<Line> lines) {
    this.lines = List.copyOf(lines);
  }

  List<Line> lines() {
    return lines;
  }

  int failures() {
    return Math.toIntExact(
        lines.stream().filter(line -> line.finding() instanceof Finding.Failed).count());
  }

  /** For a reader. */
  public String text() {
    return DiagnosisText.of(this);
  }

  /** For a program: one object. */
  public String json() {
    return DiagnosisJson.of(this);
  }

  /** The number of failures, but 3 for 2, which means wrong usage, and at most 100. */
  public int exitCode() {
    int failures = failures();
    return failures == USAGE ? USAGE + 1 : Math.min(failures, MAX_FAILURES);
  }
}
