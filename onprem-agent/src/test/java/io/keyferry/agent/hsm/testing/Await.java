package io.keyferry.agent.hsm.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread does. */
public final class Await {

  private static final Duration PATIENCE = Duration.ofSeconds(50);
  private static final Duration POLL = Duration.ofMillis(1);

  private Await() {}

  /**
   * Looks until it is so.
   *
   * @param what completes "waited in vain for …"
   * @throws AssertionError if that does not happen
   */
  public static void until(BooleanSupplier condition, String what) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for " + what);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
