package io.keyferry.cloud;

import io.keyferry.cloud.kms.Sleeper;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Sleeps up to a random quarter longer, so that concurrent waiters do not retry at once. */
final class JitteredSleeper implements Sleeper {

  /** Waits for the given time. */
  @FunctionalInterface
  interface Sleep {
    void of(Duration length) throws InterruptedException;
  }

  private final RandomGenerator random;
  private final Sleep sleep;

  JitteredSleeper(RandomGenerator random, Sleep sleep) {
    this.random = random;
    this.sleep = sleep;
  }

  @Override
  public void sleepJittered(Duration length) {
    try {
      sleep.of(length.plusMillis(random.nextLong(length.toMillis() / 4 + 1)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting " + length, e);
    }
  }
}
