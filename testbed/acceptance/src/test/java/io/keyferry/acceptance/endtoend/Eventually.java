package io.keyferry.acceptance.endtoend;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for another process. */
public final class Eventually {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration POLL = Duration.ofMillis(50);

  private Eventually() {}

  /**
   * Polls until the value is as expected.
   *
   * @throws AssertionError with the last value if it never is
   */
  public static <T> T of(Callable<T> look, Predicate<T> wanted, String what) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    T value = look.call();
    while (!wanted.test(value)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(what + " is still " + value);
      }
      LockSupport.parkNanos(POLL.toNanos());
      value = look.call();
    }
    return value;
  }
}
