package io.keyferry.model.record;

import io.avaje.jsonb.Json;
import io.keyferry.model.message.JobId;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.Required;
import java.time.Instant;

/**
 * A completed step: a line of a record's history and of either half's log.
 *
 * @param at UTC, to the millisecond
 * @param detail the details: an ARN, a fingerprint, a label; may be empty
 */
@Json
public record StepEvent(
    Instant at, ImportStep step, ImportId importId, int attempt, String detail) {

  public StepEvent {
    at = Required.milliseconds(at, "at");
    Required.present(step, "step");
    Required.present(importId, "importId");
    Required.between(0, attempt, JobId.MAX_ATTEMPTS, "attempt");
    detail = Required.cleaned(detail, "detail", 1000);
  }
}
