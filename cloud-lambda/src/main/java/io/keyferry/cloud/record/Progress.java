package io.keyferry.cloud.record;

import io.keyferry.cloud.kms.CreationNonce;
import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of an import until it ends, and is nobody else's business.
 *
 * @param nonce by which the KMS key that this import creates is known again; absent where it
 *     creates none
 * @param scheduledTries how often the schedule has resumed the request; a client's repetitions do
 *     not count
 * @param notBefore when the schedule tries again, whatever happens before
 * @param disproof why KMS was found to hold another key than the HSM: the import ends with it
 */
public record Progress(
    Optional<CreationNonce> nonce,
    int scheduledTries,
    Optional<Instant> notBefore,
    Optional<String> disproof) {

  /** Nothing yet. */
  public static final Progress NONE =
      new Progress(Optional.empty(), 0, Optional.empty(), Optional.empty());

  public Progress withNonce(CreationNonce newNonce) {
    return new Progress(Optional.of(newNonce), scheduledTries, notBefore, disproof);
  }

  Progress triedAgain() {
    return new Progress(nonce, scheduledTries + 1, notBefore, disproof);
  }

  Progress notBefore(Instant time) {
    return new Progress(nonce, scheduledTries, Optional.of(time), disproof);
  }

  Progress disproved(String reason) {
    return new Progress(nonce, scheduledTries, notBefore, Optional.of(reason));
  }
}
