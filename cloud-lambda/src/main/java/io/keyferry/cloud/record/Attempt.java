package io.keyferry.cloud.record;

import io.keyferry.model.value.Blob;
import io.keyferry.model.value.WrappingPublicKey;
import java.time.Instant;
import java.util.Optional;

/**
 * What belongs to the newest import parameters.
 *
 * @param importToken absent once the import has ended
 * @param obtainedAt when KMS gave them, UTC
 * @param job the signed job, kept so that sending it again sends the same bytes: neither SQS nor
 *     the agent takes it for another
 */
public record Attempt(
    Optional<Blob> importToken, WrappingPublicKey wrappingKey, Instant obtainedAt, String job) {

  Attempt withoutToken() {
    return new Attempt(Optional.empty(), wrappingKey, obtainedAt, job);
  }
}
