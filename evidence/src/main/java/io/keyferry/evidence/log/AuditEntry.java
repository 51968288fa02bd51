package io.keyferry.evidence.log;

import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.value.ImportId;
import java.util.Map;
import java.util.Optional;

/**
 * The content of a line of the audit log.
 *
 * @param importId the import it belongs to, if any
 * @param attempt the attempt of that import, else 0
 * @param facts the details, with only the SHA-256 of secrets, wrapped keys and tokens; long ones
 *     are cut
 */
public record AuditEntry(
    AuditEvent event, Optional<ImportId> importId, int attempt, Map<String, String> facts) {

  public AuditEntry {
    facts = Map.copyOf(facts);
  }

  /** An entry about the agent itself. */
  public static AuditEntry of(AuditEvent event, Map<String, String> facts) {
    return new AuditEntry(event, Optional.empty(), 0, facts);
  }

  /** An entry about one job. */
  public static AuditEntry of(AuditEvent event, WrapJob job, Map<String, String> facts) {
    return new AuditEntry(event, Optional.of(job.importId()), job.attempt(), facts);
  }
}
