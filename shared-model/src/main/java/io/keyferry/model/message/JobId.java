package io.keyferry.model.message;

import io.avaje.jsonb.Json;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.Required;

/**
 * Names a job: an import and its attempt.
 *
 * @param attempt 1 for the first; new import parameters start a new attempt
 */
@Json
public record JobId(ImportId importId, int attempt) {

  /** More attempts than any import may have. */
  public static final int MAX_ATTEMPTS = 100;

  public JobId {
    Required.present(importId, "importId");
    Required.between(1, attempt, MAX_ATTEMPTS, "attempt");
  }
}
