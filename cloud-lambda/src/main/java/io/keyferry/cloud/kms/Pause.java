package io.keyferry.cloud.kms;

import java.time.Duration;

/** Waits between two tries. */
@FunctionalInterface
public interface Pause {

  /** Waits this long and up to a quarter longer, so that many waiters do not come back together. */
  void about(Duration length);
}
