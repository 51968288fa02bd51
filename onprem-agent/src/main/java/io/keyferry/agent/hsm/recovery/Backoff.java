package io.keyferry.agent.hsm.recovery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The wait after each failure in a row: it doubles each time up to a max, and half of it is random,
 * so that several agents do not return at the same time. Not thread-safe.
 */
public final class Backoff {

  private final Duration first;
  private final Duration max;
  private final RandomGenerator random;
  private Duration next;

  /**
   * Creates a backoff.
   *
   * @param first the full wait after the first failure
   * @param max the max wait
   */
  public Backoff(Duration first, Duration max, RandomGenerator random) {
    this.first = first;
    this.max = max;
    this.random = random;
    this.next = first;
  }

  /** Returns the wait after one more failure: between half of the full wait and all of it. */
  public Duration afterFailure() {
    long full = next.toMillis();
    next = next.multipliedBy(2).compareTo(max) < 0 ? next.multipliedBy(2) : max;
    return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
  }

  /** Resets the wait: the next failure is the first in a row. */
  public void afterSuccess() {
    next = first;
  }
}
