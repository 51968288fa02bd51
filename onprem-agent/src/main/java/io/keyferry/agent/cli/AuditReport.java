package io.keyferry.agent.cli;

import io.keyferry.agent.cli.option.CliJson;
import io.keyferry.evidence.log.AuditFault;
import io.keyferry.evidence.log.AuditVerdict;
import io.keyferry.evidence.text.Printable;
import io.keyferry.model.value.UtcTime;
import java.util.LinkedHashMap;
import java.util.Map;

/** The result of verifying an audit log, as text or JSON. */
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
    unsigned lines  %d: anyone who can write to the directory can change or remove them unnoticed\
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
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("holds", holds());
    switch (verdict) {
      case AuditVerdict.Holds log -> {
        json.put("files", log.files());
        json.put("lines", log.lines());
        json.put("signedHeads", log.signedHeads());
        json.put("lastSequence", log.lastSequence());
        json.put("lastAt", UtcTime.format(log.lastAt()));
        json.put("signedSequence", log.signedSequence());
        json.put("unsignedLines", log.unsignedLines());
      }
      case AuditVerdict.Broken log -> json.put("fault", json(log.fault()));
    }
    return CliJson.of(json);
  }

  private static Map<String, Object> json(AuditFault fault) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", fault.kind().name());
    json.put("file", fault.file());
    json.put("line", fault.line());
    json.put("sequence", fault.sequence());
    json.put("sentence", fault.sentence());
    return json;
  }
}
