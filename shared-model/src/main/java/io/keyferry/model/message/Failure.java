package io.keyferry.model.message;

import io.avaje.jsonb.Json;
import io.keyferry.model.value.Required;

/**
 * A refusal, in one code and one sentence.
 *
 * @param reason what was expected, what was found and what to do, at most 1000 characters
 */
@Json
public record Failure(FailureCode code, String reason) implements WrapOutcome {

  private static final int LONGEST = 1000;

  public Failure {
    Required.present(code, "code");
    reason = Required.cleaned(reason, "reason", LONGEST);
  }

  /** A failure whose reason is cut where it would be too long, as reasons quote other systems. */
  public static Failure of(FailureCode code, String reason) {
    return new Failure(
        code, reason.length() > LONGEST ? reason.substring(0, LONGEST - 1) + "…" : reason);
  }
}
