package io.keyferry.agent.cli;

import io.keyferry.agent.cli.option.CliJson;
import io.keyferry.evidence.record.RecordCheck;
import io.keyferry.evidence.record.RecordCheck.Outcome;
import io.keyferry.evidence.record.RecordVerdict;
import io.keyferry.evidence.text.Printable;
import io.keyferry.model.message.CeremonyRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The result of verifying a ceremony record, as text or JSON. */
record RecordReport(RecordVerdict<CeremonyRecord> verdict) {

  String text() {
    return text(verdict.checks(), closing());
  }

  /** The checks, one per line, followed by a closing sentence. */
  static String text(List<RecordCheck> checks, String closing) {
    return checks.stream()
        .map(RecordReport::line)
        .collect(Collectors.joining("", "", "\n" + Printable.line(closing)));
  }

  private static String line(RecordCheck check) {
    return "%s %-22s %s\n"
        .formatted(
            mark(check.outcome()), check.subject().words(), Printable.line(check.sentence()));
  }

  private static String mark(Outcome outcome) {
    return switch (outcome) {
      case HOLDS -> "✓";
      case FAILS -> "✗";
      case NOT_APPLICABLE -> "–";
    };
  }

  private String closing() {
    if (verdict.record().isEmpty()) {
      return "This is not a record of that cloud key; nothing else was checked.";
    }
    CeremonyRecord record = verdict.record().get();
    long failed = verdict.count(Outcome.FAILS);
    String name =
        "record %d, import %s, %s"
            .formatted(record.place().number(), record.recordId(), record.state());
    if (failed > 0) {
      return "%d of %d checks failed: do not rely on %s."
          .formatted(failed, failed + verdict.count(Outcome.HOLDS), name);
    }
    return record.halves().statement().isPresent()
        ? "All %d checks hold: %s, is as the cloud and the agent signed it."
            .formatted(verdict.count(Outcome.HOLDS), name)
        : "All %d checks hold: %s, is as the cloud signed it; the agent signed no part of it."
            .formatted(verdict.count(Outcome.HOLDS), name);
  }

  /** {@code {"holds", "sha256", "recordId", …, "checks": [{"subject", "outcome", "sentence"}]}}. */
  String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("holds", verdict.holds());
    json.put("sha256", verdict.sha256().hex());
    if (verdict.record().isPresent()) {
      CeremonyRecord record = verdict.record().get();
      json.put("recordId", record.recordId().value());
      json.put("number", record.place().number());
      json.put("state", record.state().name());
    }
    json.put("checks", json(verdict.checks()));
    return CliJson.of(json);
  }

  /** The value of the field {@code checks}. */
  static List<Map<String, Object>> json(List<RecordCheck> checks) {
    return checks.stream().map(RecordReport::json).toList();
  }

  private static Map<String, Object> json(RecordCheck check) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("subject", check.subject().name());
    json.put("outcome", check.outcome().name());
    json.put("sentence", check.sentence());
    return json;
  }
}
