package io.keyferry.model.message;

import io.avaje.jsonb.Json;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeyThumbprint;
import io.keyferry.model.value.Required;
import io.keyferry.model.value.Sha256;
import java.time.Instant;
import java.util.Optional;

/**
 * The agent's answer to a job. Exactly one of {@code wrapped} and {@code refused} is present.
 *
 * @param importId the job's
 * @param attempt the job's
 * @param audience the cloud that ordered it, identified by its signing key
 * @param keyArn the job's
 * @param wrappingKeyFingerprint SHA-256 over the DER of the job's wrapping key
 * @param answeredAt UTC, to the millisecond
 * @param statement a signed {@link CeremonyStatement} of the same agent on the same job
 */
@Json
public record WrapResult(
    ImportId importId,
    int attempt,
    KeyThumbprint audience,
    KeyArn keyArn,
    Sha256 wrappingKeyFingerprint,
    Instant answeredAt,
    Optional<WrappedKey> wrapped,
    Optional<Failure> refused,
    String statement) {

  public WrapResult {
    Required.present(importId, "importId");
    Required.between(1, attempt, WrapJob.MAX_ATTEMPTS, "attempt");
    Required.present(audience, "audience");
    Required.present(keyArn, "keyArn");
    Required.present(wrappingKeyFingerprint, "wrappingKeyFingerprint");
    answeredAt = Required.milliseconds(answeredAt, "answeredAt");
    Required.present(wrapped, "wrapped");
    Required.present(refused, "refused");
    Required.check(statement, "statement", MessageType.CEREMONY_STATEMENT.maxCharacters());
    if (wrapped.isPresent() == refused.isPresent()) {
      throw InvalidValueException.of(
          "exactly one of wrapped and refused", wrapped.isPresent() ? "both" : "neither");
    }
  }

  /** The answer to {@code job}, for the cloud that signed it. */
  public static WrapResult to(
      WrapJob job, KeyThumbprint cloud, Instant answeredAt, WrapOutcome outcome, String statement) {
    return new WrapResult(
        job.importId(),
        job.attempt(),
        cloud,
        job.keyArn(),
        job.wrappingKey().fingerprint(),
        answeredAt,
        outcome instanceof WrappedKey key ? Optional.of(key) : Optional.empty(),
        outcome instanceof Failure failure ? Optional.of(failure) : Optional.empty(),
        statement);
  }

  public WrapOutcome outcome() {
    return wrapped.isPresent() ? wrapped.get() : refused.orElseThrow();
  }
}
