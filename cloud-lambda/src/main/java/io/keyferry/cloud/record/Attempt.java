package io.keyferry.cloud.record;

import io.keyferry.model.value.Blob;
import io.keyferry.model.value.WrappingPublicKey;
import java.time.Instant;
import java.util.Optional;

/**
 * The data of the newest import parameters.
 *
 * @param importToken absent once the import has ended
 * @param obtainedAt when KMS returned them, UTC
 * @param job the signed job, kept so that sending it again sends the same bytes, which SQS and the
 *     agent recognize
 */
public record Attempt(
    Optional<Blob> importToken, WrappingPublicKey wrappingKey, Instant obtainedAt, String job) {

  Attempt withoutToken() {
    return new Attempt(Optional.empty(), wrappingKey, obtainedAt, job);
  }
}
