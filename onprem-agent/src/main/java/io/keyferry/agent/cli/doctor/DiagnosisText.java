package io.keyferry.agent.cli.doctor;

import io.keyferry.evidence.text.Printable;
import java.util.List;
import java.util.stream.Collectors;

/** A diagnosis for a reader: one block a check, and a sum. */
final class DiagnosisText {

  private static final String INDENT = "\n      ";

  private DiagnosisText() {}

  static String of(Diagnosis diagnosis) {
    List<Diagnosis.Line> lines = diagnosis.lines();
    long skipped = lines.stream().filter(line -> line.finding() instanceof Finding.Skipped).count();
    int failed = diagnosis.failures();
    return lines.stream().map(DiagnosisText::of).collect(Collectors.joining("\n"))
        + "\n%d checks: %d passed, %d failed, %d skipped"
            .formatted(lines.size(), lines.size() - failed - skipped, failed, skipped);
  }

  private static String of(Diagnosis.Line line) {
    return switch (line.finding()) {
      case Finding.Passed(List<String> facts) -> block("✓", line.name(), facts);
      case Finding.Failed(List<String> faults, String cure) ->
          block("✗", line.name(), faults) + INDENT + "cure: " + Printable.line(cure);
      case Finding.Skipped(String reason) ->
          "-  " + line.name() + ": skipped, " + Printable.line(reason);
    };
  }

  private static String block(String mark, String name, List<String> told) {
    return told.stream()
        .map(Printable::line)
        .collect(Collectors.joining(INDENT, mark + "  " + name + INDENT, ""));
  }
}
