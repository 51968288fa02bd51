package io.keyferry.cloud.record;

import io.keyferry.cloud.kms.FlowLog;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsRefusedException.Kind;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.kms.Sleeper;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Retries a call to KMS that was throttled, or that KMS may refuse only because the key or its tags
 * are new (KMS developer guide, "Eventual consistency"), until the invocation's time is used up.
 */
public final class RetryingKms {

  /** KMS returns import parameters once a second, per account and Region. */
  public static final Duration PACE = Duration.ofSeconds(1);

  /** KMS does not know a new key everywhere at once. */
  public static final Set<Kind> NEW_KEY = Set.of(Kind.NOT_FOUND, Kind.INVALID_STATE);

  /** IAM may take five minutes to see a tag. */
  public static final Set<Kind> NEW_KEY_OR_TAG =
      Set.of(Kind.NOT_FOUND, Kind.INVALID_STATE, Kind.ACCESS_DENIED);

  private final Sleeper pause;

  public RetryingKms(Sleeper pause) {
    this.pause = pause;
  }

  /**
   * Calls KMS, and retries while it is unavailable or a new key is not yet visible.
   *
   * @param early the refusals to retry while the import's key is new
   * @throws KmsRefusedException if KMS refuses for another reason, or for a key that is not new
   * @throws KmsUnavailableException if the invocation's time ends before KMS answers
   */
  public <T> T call(Supplier<T> call, Set<Kind> early, ImportSession open) {
    while (true) {
      KmsUnavailableException last;
      try {
        return open.run().call(call);
      } catch (KmsRefusedException e) {
        if (!early.contains(e.kind()) || !open.isSettling()) {
          throw e;
        }
        last = KmsUnavailableException.tooEarly(e);
      } catch (KmsUnavailableException e) {
        noteThrottling(e, open);
        last = e;
      }
      if (!open.run().allows(PACE)) {
        throw last;
      }
      pause.sleepJittered(PACE);
    }
  }

  /** An alarm counts {@code KMS_THROTTLED} in the log. */
  public static void noteThrottling(KmsUnavailableException e, ImportSession open) {
    if (e.throttled()) {
      open.run()
          .log()
          .line(FlowLog.Level.WARN, open.record().importId(), "KMS_THROTTLED " + e.getMessage());
    }
  }
}
