package io.keyferry.agent.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.keyferry.evidence.log.AuditFault;
import io.keyferry.evidence.log.AuditVerdict;
import io.keyferry.evidence.text.Printable;
import io.keyferry.model.value.UtcTime;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** A verdict on an audit log, for a reader or a program. */
record AuditReport(AuditVerdict verdict) {

  boolean holds() {
    return verdict instanceof AuditVerdict.Holds;
  }

  String text() {
    return switch (verdict) {
      case AuditVerdict.Holds log -> text(log);
      case AuditVerdict.Broken log -> Printable.line(log.fault().text());
    };
  }

  private static String text(AuditVerdict.Holds log) {
    return """
    the audit log holds
    files           %d
    lines           %d
    signed heads    %d
    last line       sequence %d, %s
    signed up to    sequence %d
    unsigned lines  %d: whoever can write the directory can change them or cut them off unseen\
    """
        .formatted(
            log.files(),
            log.lines(),
            log.signedHeads(),
            log.lastSequence(),
            UtcTime.format(log.lastAt()),
            log.signedSequence(),
            log.unsignedLines());
  }

  /** {@code {"holds": true, "lines", …}} or {@code {"holds": false, "fault": {"kind", …}}}. */
  String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeBooleanField("holds", holds());
      switch (verdict) {
        case AuditVerdict.Holds log -> write(log, json);
        case AuditVerdict.Broken log -> write(log.fault(), json);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return text.toString();
  }

  private static void write(AuditVerdict.Holds log, JsonGenerator json) throws IOException {
    json.writeNumberField("files", log.files());
    json.writeNumberField("lines", log.lines());
    json.writeNumberField("signedHeads", log.signedHeads());
    json.writeNumberField("lastSequence", log.lastSequence());
    json.writeStringField("lastAt", UtcTime.format(log.lastAt()));
    json.writeNumberField("signedSequence", log.signedSequence());
    json.writeNumberField("unsignedLines", log.unsignedLines());
  }

  private static void write(AuditFault fault, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("fault");
    json.writeStringField("kind", fault.kind().name());
    json.writeStringField("file", fault.file());
    json.writeNumberField("line", fault.line());
    json.writeNumberField("sequence", fault.sequence());
    json.writeStringField("sentence", fault.sentence());
    json.writeEndObject();
  }
}
