package io.keyferry.cloud.kms;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * One invocation of a function.
 *
 * @param requestId Lambda's; the same when Lambda retries an asynchronous invocation
 * @param deadline when Lambda's timeout ends it
 */
public record Run(String requestId, InstantSource clock, Instant deadline, FlowLog log) {

  /** No call of an AWS client takes longer, its retries included. */
  public static final Duration CALL_TIMEOUT = Duration.ofSeconds(8);

  /** The time that must be left after a call to store what it returned. */
  private static final Duration TO_STORE = Duration.ofSeconds(3);

  private static final Duration RESERVE = CALL_TIMEOUT.plus(TO_STORE);

  public Instant now() {
    return clock.instant();
  }

  /** Whether there is time to wait this long, then to make one call and to store its answer. */
  public boolean allows(Duration waiting) {
    Duration jittered = waiting.plus(waiting.dividedBy(4));
    return now().plus(jittered).plus(RESERVE).isBefore(deadline);
  }

  /**
   * Makes a call to KMS, if it can finish in time.
   *
   * @throws KmsUnavailableException if it could not
   */
  public <T> T call(Supplier<T> call) {
    if (!allows(Duration.ZERO)) {
      throw new KmsUnavailableException("the invocation has no time left for a call to KMS");
    }
    return call.get();
  }

  /** The same invocation, limited to this long for a part of it. */
  public Run within(Duration part) {
    Instant end = now().plus(part);
    return new Run(requestId, clock, end.isBefore(deadline) ? end : deadline, log);
  }
}
