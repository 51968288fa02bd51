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
 * The agent's answer to a job. In JSON, it is one flat object.
 *
 * @param id the job's
 */
public record WrapResult(JobId id, KmsKey kmsKey, Reply reply, Content content) {

  /**
   * What the job was for.
   *
   * @param keyArn the job's
   * @param wrappingKeyFingerprint SHA-256 over the DER of the job's wrapping key
   */
  @Json
  public record KmsKey(KeyArn keyArn, Sha256 wrappingKeyFingerprint) {
    public KmsKey {
      Required.present(keyArn, "keyArn");
      Required.present(wrappingKeyFingerprint, "wrappingKeyFingerprint");
    }
  }

  /**
   * To whom the agent replies, and when.
   *
   * @param audience the cloud that ordered it, identified by its signing key
   * @param answeredAt UTC, to the millisecond
   * @param statement a signed {@link CeremonyStatement} of the same agent on the same job
   */
  @Json
  public record Reply(KeyThumbprint audience, Instant answeredAt, String statement) {
    public Reply {
      Required.present(audience, "audience");
      answeredAt = Required.milliseconds(answeredAt, "answeredAt");
      Required.check(statement, "statement", MessageType.CEREMONY_STATEMENT.maxCharacters());
    }
  }

  /** Exactly one of {@code wrapped} and {@code refused} is present. */
  @Json
  public record Content(Optional<WrappedKey> wrapped, Optional<Failure> refused) {
    public Content {
      requireOne(wrapped, refused);
    }
  }

  static void requireOne(Optional<?> wrapped, Optional<?> refused) {
    Required.present(wrapped, "wrapped");
    Required.present(refused, "refused");
    if (wrapped.isPresent() == refused.isPresent()) {
      throw InvalidValueException.of(
          "exactly one of wrapped and refused", wrapped.isPresent() ? "both" : "neither");
    }
  }

  /** The answer to {@code job}, for the cloud that signed it. */
  public static WrapResult to(
      WrapJob job, KeyThumbprint cloud, Instant answeredAt, WrapOutcome outcome, String statement) {
    return new WrapResult(
        job.id(),
        new KmsKey(job.keyArn(), job.wrappingKey().fingerprint()),
        new Reply(cloud, answeredAt, statement),
        switch (outcome) {
          case WrappedKey key -> new Content(Optional.of(key), Optional.empty());
          case Failure failure -> new Content(Optional.empty(), Optional.of(failure));
        });
  }

  public ImportId importId() {
    return id.importId();
  }

  public int attempt() {
    return id.attempt();
  }

  public WrapOutcome outcome() {
    return content.wrapped().isPresent()
        ? content.wrapped().get()
        : content.refused().orElseThrow();
  }
}
