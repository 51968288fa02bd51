package io.keyferry.cloud.record;

import io.keyferry.cloud.kms.CreationNonce;
import java.time.Instant;
import java.util.Optional;

/**
 * Internal state of an import that is kept until it ends.
 *
 * @param nonce identifies the KMS key that this import creates; absent if it creates none
 * @param scheduledTries how often the schedule has resumed the request, without a client's
 *     repetitions
 * @param notBefore when the schedule retries, whatever happens before
 * @param disproof why KMS holds another key than the HSM: the reason with which the import ends
 */
public record Progress(
    Optional<CreationNonce> nonce,
    int scheduledTries,
    Optional<Instant> notBefore,
    Optional<String> disproof) {

  /** No progress yet. */
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
