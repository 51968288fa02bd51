package io.keyferry.model.message;

/**
 * The state of an import. It only moves forward: REQUESTED, QUEUED, then one of the two final
 * states.
 */
public enum ImportState {
  /**
   * The import record exists; the KMS key, its import parameters or the job may still be missing.
   */
  REQUESTED,
  /** A signed job is on its way to the agent. */
  QUEUED,
  /** KMS holds the key material and the key is enabled. */
  IMPORTED,
  /** Ended without key material, with a code and a sentence that says what to do. */
  FAILED;

  /** Whether the state is final. */
  public boolean ended() {
    return this == IMPORTED || this == FAILED;
  }
}
