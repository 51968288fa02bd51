package io.keyferry.agent.hsm.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for another thread. */
public final class Await {

  private static final Duration PATIENCE = Duration.ofSeconds(50);
  private static final Duration POLL = Duration.ofMillis(1);

  private Await() {}

  /** The condition, which may throw. */
  @FunctionalInterface
  public interface Condition<E extends Exception> {
    boolean holds() throws E;
  }

  /**
   * Polls until the condition holds.
   *
   * @param what completes "waited in vain for …"
   * @throws AssertionError if it does not
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
