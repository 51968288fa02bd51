package io.keyferry.agent.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.keyferry.evidence.record.RecordCheck.Outcome;
import io.keyferry.evidence.record.RecordVerdict;
import io.keyferry.model.message.OfflineRecord;
import io.keyferry.model.value.UtcTime;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** A verdict on an offline record, for a reader or a program. */
record OfflineReport(RecordVerdict<OfflineRecord> verdict) {

  String text() {
    return RecordReport.text(verdict.checks(), closing());
  }

  private String closing() {
    if (verdict.record().isEmpty()) {
      return "This is not an offline record of that agent; nothing else was looked at.";
    }
    OfflineRecord record = verdict.record().get();
    String name =
        "the offline record of %s, key with CKA_ID %s"
            .formatted(UtcTime.format(record.statedAt()), record.wrapped().key().ckaId());
    long failed = verdict.count(Outcome.FAILS);
    long holding = verdict.count(Outcome.HOLDS);
    return failed > 0
        ? "%d of %d checks failed: do not rely on %s.".formatted(failed, failed + holding, name)
        : "All %d checks hold: %s, is as the agent signed it. It tells what left the HSM, not what became of it in KMS."
            .formatted(holding, name);
  }

  /** {@code {"holds", "sha256", "offline", "checks": [{"subject", "outcome", "sentence"}]}}. */
  String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeBooleanField("holds", verdict.holds());
      json.writeStringField("sha256", verdict.sha256().hex());
      json.writeBooleanField("offline", true);
      RecordReport.write(verdict.checks(), json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return text.toString();
  }
}
