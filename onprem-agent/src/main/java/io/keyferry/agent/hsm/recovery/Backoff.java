package io.keyferry.agent.hsm.recovery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after each failure in a row: doubled each time up to a bound, half of it by
 * chance, so that several agents do not come back all at once. For one thread.
 */
public final class Backoff {

  private final Duration first;
  private final Duration max;
  private final RandomGenerator random;
  private Duration next;

  /**
   * A pace.
   *
   * @param first the full wait after the first failure
   * @param max the bound
   */
  public Backoff(Duration first, Duration max, RandomGenerator random) {
    this.first = first;
    this.max = max;
    this.random = random;
    this.next = first;
  }

  /** The wait after one more failure: between half of the full wait and all of it. */
  public Duration afterFailure() {
    long full = next.toMillis();
    next = next.multipliedBy(2).compareTo(max) < 0 ? next.multipliedBy(2) : max;
    return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
  }

  /** The next failure is the first in a row. */
  public void afterSuccess() {
    next = first;
  }
}
