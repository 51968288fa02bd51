package io.keyferry.cloud;

import io.keyferry.cloud.kms.Pause;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Sleeps, and a random quarter longer, so that those who wait for the same do not come at once. */
final class JitteredPause implements Pause {

  /** Lets the time pass. */
  @FunctionalInterface
  interface Sleep {
    void of(Duration length) throws InterruptedException;
  }

  private final RandomGenerator random;
  private final Sleep sleep;

  JitteredPause(RandomGenerator random, Sleep sleep) {
    this.random = random;
    this.sleep = sleep;
  }

  @Override
  public void about(Duration length) {
    try {
      sleep.of(length.plusMillis(random.nextLong(length.toMillis() / 4 + 1)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting " + length, e);
    }
  }
}
