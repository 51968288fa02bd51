package io.keyferry.agent.job;

import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.log.AuditTrail;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Whether the agent can record its work. While it cannot, it processes no job. */
@Singleton
public final class RecordProbe {

  private final AuditTrail trail;
  private final AtomicReference<Optional<String>> fault = new AtomicReference<>(Optional.empty());

  RecordProbe(AuditTrail trail) {
    this.trail = trail;
  }

  /** Why the last job could not be recorded; absent if it could. */
  public Optional<String> fault() {
    return fault.get();
  }

  /**
   * Checks that the records can be written.
   *
   * @return absent if they can, otherwise what is wrong
   */
  public Optional<String> ask() {
    try {
      trail.check();
      return Optional.empty();
    } catch (AuditException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  void failed(String reason) {
    fault.set(Optional.of(reason));
  }

  void kept() {
    fault.set(Optional.empty());
  }
}
