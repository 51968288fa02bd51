package io.keyferry.model.message;

import io.avaje.jsonb.Json;
import io.keyferry.model.value.Required;

/**
 * The code and the sentence that end an operation.
 *
 * @param reason what was expected, what was found and what to do, at most 1000 characters
 */
@Json
public record Failure(FailureCode code, String reason) implements WrapOutcome {

  private static final int MAX_LENGTH = 1000;

  public Failure {
    Required.present(code, "code");
    reason = Required.cleaned(reason, "reason", MAX_LENGTH);
  }

  /** A failure whose reason is cut if too long, because reasons quote other systems. */
  public static Failure of(FailureCode code, String reason) {
    return new Failure(
        code, reason.length() > MAX_LENGTH ? reason.substring(0, MAX_LENGTH - 1) + "…" : reason);
  }
}
