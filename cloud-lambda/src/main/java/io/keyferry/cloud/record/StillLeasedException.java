package io.keyferry.cloud.record;

import io.keyferry.model.value.ImportId;
import java.time.Instant;

/**
 * Lambda retries an invocation whose first run may not have ended. Thrown so that Lambda retries
 * again: whatever that run left undone is then resumed.
 */
public final class StillLeasedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StillLeasedException(ImportId importId, Instant until) {
    super(
        "expected no other run to work on import %s, found an earlier run of this invocation, until %s"
            .formatted(importId, until));
  }
}
