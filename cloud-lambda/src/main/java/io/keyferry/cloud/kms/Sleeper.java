package io.keyferry.cloud.kms;

import java.time.Duration;

/** Waits between two tries. */
@FunctionalInterface
public interface Sleeper {

  /** Waits this long and up to a quarter longer, so that many waiters do not come back together. */
  void sleepJittered(Duration length);
}
