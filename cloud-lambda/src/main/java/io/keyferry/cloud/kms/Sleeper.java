package io.keyferry.cloud.kms;

import java.time.Duration;

/** Waits between two attempts. */
@FunctionalInterface
public interface Sleeper {

  /** Waits this long and up to a quarter longer, so that many waiters do not retry together. */
  void sleepJittered(Duration length);
}
