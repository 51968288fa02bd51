package io.keyferry.agent.hsm.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another thread does. */
public final class Await {

  private static final Duration PATIENCE = Duration.ofSeconds(50);
  private static final Duration POLL = Duration.ofMillis(1);

  private Await() {}

  /** What is looked at, and what the look may throw. */
  @FunctionalInterface
  public interface Condition<E extends Exception> {
    boolean holds() throws E;
  }

  /**
   * Looks until it is so.
   *
   * @param what completes "waited in vain for …"
   * @throws AssertionError if that does not happen
   */
  public static <E extends Exception> void until(Condition<E> condition, String what) throws E {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for " + what);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
