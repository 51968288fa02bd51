package io.keyferry.cloud.flow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * One invocation of a function.
 *
 * @param requestId Lambda's; the same again when Lambda repeats an asynchronous invocation
 * @param deadline when Lambda ends it
 */
public record Run(String requestId, InstantSource clock, Instant deadline, FlowLog log) {

  /** What must be left after waiting, to store and to send. */
  private static final Duration RESERVE = Duration.ofSeconds(3);

  public Instant now() {
    return clock.instant();
  }

  /** Whether there is time to wait this long and then to finish. */
  public boolean allows(Duration waiting) {
    return now().plus(waiting).plus(RESERVE).isBefore(deadline);
  }
}
