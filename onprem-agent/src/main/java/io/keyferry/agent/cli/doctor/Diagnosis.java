package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.cli.option.CliJson;
import io.keyferry.evidence.text.Printable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The results of all checks. */
public final class Diagnosis {

  private static final String INDENT = "\n      ";

  /** One check. */
  record Line(String name, Finding finding) {}

  private final List<Line> lines;

  Diagnosis(List<Line> lines) {
    this.lines = List.copyOf(lines);
  }

  public int failures() {
    return Math.toIntExact(
        lines.stream().filter(line -> line.finding() instanceof Finding.Failed).count());
  }

  /** Whether no check failed. */
  public boolean isWell() {
    return failures() == 0;
  }

  /** The results as text: one block per check, and a summary. */
  public String text() {
    long skipped = lines.stream().filter(line -> line.finding() instanceof Finding.Skipped).count();
    int failed = failures();
    return lines.stream().map(Diagnosis::text).collect(Collectors.joining("\n"))
        + "\n%d checks: %d passed, %d failed, %d skipped"
            .formatted(lines.size(), lines.size() - failed - skipped, failed, skipped);
  }

  private static String text(Line line) {
    return switch (line.finding()) {
      case Finding.Passed(List<String> facts) -> block("✓", line.name(), facts);
      case Finding.Failed(List<String> faults, String cure) ->
          block("✗", line.name(), faults) + INDENT + "cure: " + Printable.line(cure);
      case Finding.Skipped(String reason) ->
          "-  " + line.name() + ": skipped, " + Printable.line(reason);
    };
  }

  private static String block(String mark, String name, List<String> lines) {
    return lines.stream()
        .map(Printable::line)
        .collect(Collectors.joining(INDENT, mark + "  " + name + INDENT, ""));
  }

  /**
   * The results as JSON: {@code {"failures", "checks": [{"name", "result": "PASSED", "facts"} | {…,
   * "FAILED", "faults", "cure"} | {…, "SKIPPED", "reason"}]}}.
   */
  public String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("failures", failures());
    json.put("checks", lines.stream().map(Diagnosis::json).toList());
    return CliJson.of(json);
  }

  private static Map<String, Object> json(Line line) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", line.name());
    switch (line.finding()) {
      case Finding.Passed(List<String> facts) -> {
        json.put("result", "PASSED");
        json.put("facts", facts);
      }
      case Finding.Failed(List<String> faults, String cure) -> {
        json.put("result", "FAILED");
        json.put("faults", faults);
        json.put("cure", cure);
      }
      case Finding.Skipped(String reason) -> {
        json.put("result", "SKIPPED");
        json.put("reason", reason);
      }
    }
    return json;
  }
}
