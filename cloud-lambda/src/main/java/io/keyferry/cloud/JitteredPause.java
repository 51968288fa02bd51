package io.keyferry.cloud;

import io.keyferry.cloud.flow.Pause;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Sleeps. The random part is drawn at each call: nothing random exists when a function starts. */
final class JitteredPause implements Pause {

  @Override
  public void about(Duration length) {
    long most = length.toMillis() / 4;
    try {
      Thread.sleep(length.plusMillis(ThreadLocalRandom.current().nextLong(most + 1)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting " + length, e);
    }
  }
}
