package io.keyferry.agent.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.keyferry.evidence.record.RecordCheck;
import io.keyferry.evidence.record.RecordCheck.Outcome;
import io.keyferry.evidence.record.RecordVerdict;
import io.keyferry.evidence.text.Printable;
import io.keyferry.model.message.CeremonyRecord;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;

/** A verdict on a ceremony record, for a reader or a program. */
record RecordReport(RecordVerdict<CeremonyRecord> verdict) {

  String text() {
    return text(verdict.checks(), closing());
  }

  /** The checks, one a line, and a sentence that closes them. */
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
      return "This is not a record of that cloud key; nothing else was looked at.";
    }
    CeremonyRecord record = verdict.record().get();
    long failed = verdict.count(Outcome.FAILS);
    String name =
        "record %d, import %s, %s".formatted(record.number(), record.recordId(), record.state());
    if (failed > 0) {
      return "%d of %d checks failed: do not rely on %s."
          .formatted(failed, failed + verdict.count(Outcome.HOLDS), name);
    }
    return record.statement().isPresent()
        ? "All %d checks hold: %s, is as cloud and agent signed it."
            .formatted(verdict.count(Outcome.HOLDS), name)
        : "All %d checks hold: %s, is as the cloud signed it; the agent has no part in it."
            .formatted(verdict.count(Outcome.HOLDS), name);
  }

  /** {@code {"holds", "sha256", "recordId", …, "checks": [{"subject", "outcome", "sentence"}]}}. */
  String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeBooleanField("holds", verdict.holds());
      json.writeStringField("sha256", verdict.sha256().hex());
      if (verdict.record().isPresent()) {
        CeremonyRecord record = verdict.record().get();
        json.writeStringField("recordId", record.recordId().value());
        json.writeNumberField("number", record.number());
        json.writeStringField("state", record.state().name());
      }
      write(verdict.checks(), json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return text.toString();
  }

  /** As the field {@code checks}. */
  static void write(List<RecordCheck> checks, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("checks");
    for (RecordCheck check : checks) {
      json.writeStartObject();
      json.writeStringField("subject", check.subject().name());
      json.writeStringField("outcome", check.outcome().name());
      json.writeStringField("sentence", check.sentence());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
