package io.keyferry.cloud.result;

import io.keyferry.cloud.kms.Evidence;
import io.keyferry.cloud.kms.KeyFacts;
import io.keyferry.cloud.kms.Kms;
import io.keyferry.cloud.kms.KmsAnswer;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.kms.Sleeper;
import io.keyferry.cloud.record.ImportSession;
import java.time.Duration;
import java.util.Optional;

/**
 * Waits until KMS shows a key as enabled, which may take a moment after its material was imported.
 */
final class KeyEnabling {

  private static final Duration FIRST_WAIT = Duration.ofMillis(50);
  private static final Duration MAX_WAIT = Duration.ofSeconds(2);
  private static final int LOOKS = 16;

  private final Kms kms;
  private final Sleeper pause;

  KeyEnabling(Kms kms, Sleeper pause) {
    this.kms = kms;
    this.pause = pause;
  }

  /**
   * Whether the key is enabled, waiting as long as this invocation's time allows.
   *
   * @throws KmsUnavailableException if KMS does not answer
   */
  boolean isEnabled(ImportSession open) {
    Duration wait = FIRST_WAIT;
    for (int look = 1; ; look++) {
      Optional<KmsAnswer<KeyFacts>> enabled =
          open.run()
              .call(() -> kms.describe(open.key().toString()))
              .filter(k -> k.content().state().equals(KeyFacts.ENABLED));
      if (enabled.isPresent()) {
        open.evidence().enabled(open.evidence().answered(Evidence.DESCRIBE_KEY, enabled.get()));
        return true;
      }
      if (look == LOOKS || !open.run().allows(wait)) {
        return false;
      }
      pause.sleepJittered(wait);
      Duration longer = wait.multipliedBy(2);
      wait = longer.compareTo(MAX_WAIT) < 0 ? longer : MAX_WAIT;
    }
  }
}
