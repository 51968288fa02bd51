package io.keyferry.model.message;

import io.avaje.jsonb.Json;
import io.keyferry.model.value.Required;
import io.keyferry.model.value.Sha256;
import java.time.Instant;

/**
 * Where an agent's audit log ended at a point in time. Signed in the HSM, it vouches for every line
 * up to there.
 *
 * @param sequence the last line's number
 * @param hash SHA-256 of the last line's bytes, without its line feed
 * @param at UTC, to the millisecond
 */
@Json
public record AuditHead(long sequence, Sha256 hash, Instant at) {

  public AuditHead {
    Required.present(hash, "hash");
    at = Required.milliseconds(at, "at");
    Required.place(sequence, "sequence");
  }
}
