package io.keyferry.model.message;

/**
 * Where an import stands. It only ever moves forward: REQUESTED, QUEUED, then one of the two ends.
 */
public enum ImportState {
  /** The record stands; the KMS key, its import parameters or the job may still be missing. */
  REQUESTED,
  /** A signed job is on its way to the agent. */
  QUEUED,
  /** KMS holds the key material and the key is enabled. */
  IMPORTED,
  /** Ended without key material, with a code and a sentence that says what to do. */
  FAILED;

  /** Whether nothing can change any more. */
  public boolean ended() {
    return this == IMPORTED || this == FAILED;
  }
}
