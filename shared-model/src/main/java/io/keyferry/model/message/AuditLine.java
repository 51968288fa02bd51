package io.keyferry.model.message;

import io.avaje.jsonb.Json;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.Required;
import io.keyferry.model.value.Sha256;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One line of an agent's audit log. It holds no secret, no wrapped key and no token, only their
 * SHA-256.
 *
 * @param sequence 1 for the first line ever, increasing by 1 with each line across all files
 * @param at UTC, to the millisecond
 * @param previous SHA-256 of the previous line's bytes, without its line feed; {@link #NONE} for
 *     the first line
 * @param importId the import it belongs to, if any
 * @param attempt the attempt of that import, else 0
 * @param facts the details of this event
 */
@Json
public record AuditLine(
    long sequence,
    Instant at,
    Sha256 previous,
    AuditEvent event,
    Optional<ImportId> importId,
    int attempt,
    Map<String, String> facts) {

  /** Takes the place of the hash before the first line. */
  public static final Sha256 NONE = new Sha256("0".repeat(64));

  /** The number of the last line that a log can have. */
  public static final long LAST_SEQUENCE = Required.MAX_INTEGER;

  private static final int MAX_FACTS = 32;

  /** In characters (UTF-16 code units); cut a longer fact first. */
  public static final int MAX_FACT = 2000;

  public AuditLine {
    at = Required.milliseconds(at, "at");
    Required.present(previous, "previous");
    Required.present(event, "event");
    Required.present(importId, "importId");
    Required.between(0, attempt, JobId.MAX_ATTEMPTS, "attempt");
    facts = Required.cleaned(facts, "facts", MAX_FACTS, MAX_FACT);
    Required.place(sequence, "sequence");
  }
}
