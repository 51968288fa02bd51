package io.keyferry.evidence.log;

import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.value.Sha256;
import java.util.Map;

/** What a crash left of a line, and how the log records it once it is cut off. */
record TornLine(int bytes, Sha256 hash) {

  AuditEntry entry() {
    return AuditEntry.of(
        AuditEvent.TAIL_REPAIRED, Map.of("bytes", Integer.toString(bytes), "sha256", hash.hex()));
  }
}
