package io.keyferry.evidence.log;

import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.value.ImportId;
import java.util.Map;
import java.util.Optional;

/**
 * What a line of the audit log is to tell.
 *
 * @param importId the import it belongs to, if to any
 * @param attempt of that import, else 0
 * @param facts no secret, no wrapped key, no token: their SHA-256 only; long ones are cut
 */
public record AuditEntry(
    AuditEvent event, Optional<ImportId> importId, int attempt, Map<String, String> facts) {

  public AuditEntry {
    facts = Map.copyOf(facts);
  }

  /** Of the agent itself. */
  public static AuditEntry of(AuditEvent event, Map<String, String> facts) {
    return new AuditEntry(event, Optional.empty(), 0, facts);
  }

  /** Of one job. */
  public static AuditEntry of(AuditEvent event, WrapJob job, Map<String, String> facts) {
    return new AuditEntry(event, Optional.of(job.importId()), job.attempt(), facts);
  }
}
