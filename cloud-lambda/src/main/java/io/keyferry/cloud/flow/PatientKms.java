package io.keyferry.cloud.flow;

import io.keyferry.model.ImportRecord;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Repeats a call to KMS about a key that KMS may not know everywhere yet (KMS developer guide,
 * "Eventual consistency"), and one that KMS had no time for.
 */
final class PatientKms {

  /** KMS gives import parameters once a second, per account and Region. */
  private static final Duration PACE = Duration.ofSeconds(1);

  /** "Normally seconds, can be minutes." */
  private static final Duration SETTLING = Duration.ofMinutes(5);

  private final Pause pause;

  PatientKms(Pause pause) {
    this.pause = pause;
  }

  /**
   * @param record whose key may still be new
   * @throws KmsRefusedException if KMS says no for another reason, or of a key that is not new
   * @throws KmsUnavailableException if the invocation's time ends before KMS answers
   */
  <T> T call(Supplier<T> call, ImportRecord record, Run run) {
    while (true) {
      KmsUnavailableException last;
      try {
        return call.get();
      } catch (KmsRefusedException e) {
        if (!mayBeTooEarly(e) || !run.now().isBefore(record.requestedAt().plus(SETTLING))) {
          throw e;
        }
        last = new KmsUnavailableException("the key is too new for KMS: " + e.sentence(), false, e);
      } catch (KmsUnavailableException e) {
        noteThrottling(e, record, run);
        last = e;
      }
      if (!run.allows(PACE)) {
        throw last;
      }
      pause.about(PACE);
    }
  }

  /** An alarm counts {@code KMS_THROTTLED} in the log. */
  static void noteThrottling(KmsUnavailableException e, ImportRecord record, Run run) {
    if (e.throttled()) {
      run.log().line(FlowLog.Level.WARN, record.importId(), "KMS_THROTTLED " + e.getMessage());
    }
  }

  static boolean mayBeTooEarly(KmsRefusedException e) {
    return e.kind() == KmsRefusedException.Kind.NOT_FOUND
        || e.kind() == KmsRefusedException.Kind.INVALID_STATE;
  }
}
