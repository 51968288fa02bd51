package io.keyferry.model.message;

/** What a line of an agent's audit log is about. */
public enum AuditEvent {
  /** The agent started: software, configuration and policy. */
  STARTED,
  /** The agent is about to exit. */
  STOPPED,
  /** Login to the token, before anything is done in it. */
  LOGIN,
  /** The token, or the agent itself, refused a login. */
  LOGIN_FAILED,
  /** An operator allowed the agent to retry a PIN that the token had refused. */
  PIN_RESET,
  /** The agent's signing key was generated, or found by {@code enrol}. */
  ENROLLED,
  /** A message arrived that is not an authentic job. It was not acted on. */
  MESSAGE_REJECTED,
  /** An authentic job arrived. */
  JOB_RECEIVED,
  /** The job passed every check, and the HSM is about to be used for it. */
  JOB_ACCEPTED,
  /** The job is refused; the refusal will be signed and sent. */
  JOB_REFUSED,
  /** KMS's wrapping key is in the HSM. */
  WRAPPING_KEY_IMPORTED,
  /** The key was generated in the HSM. */
  KEY_GENERATED,
  /** The key was already in the HSM. */
  KEY_FOUND,
  /** The key was made extractable for this job's wrap. */
  KEY_MADE_EXTRACTABLE,
  /** The key is unextractable again, or the token refused to make it so: the facts say which. */
  KEY_MADE_UNEXTRACTABLE,
  /** The key was wrapped in the HSM. */
  KEY_WRAPPED,
  /** KMS's wrapping key is no longer in the HSM. */
  WRAPPING_KEY_DESTROYED,
  /** The HSM failed or refused during a job or an operator's order. */
  HSM_FAILED,
  /** The result is signed and about to be sent. */
  RESULT_SIGNED,
  /** SQS has the result. */
  RESULT_SENT,
  /** An operator ordered a key to be wrapped offline, and the HSM is about to be used for it. */
  OFFLINE_WRAP_ORDERED,
  /** The order was refused or failed: the facts say why. No file was written. */
  OFFLINE_WRAP_FAILED,
  /** An operator ordered a key to be destroyed, and the HSM is about to do it. */
  KEY_DESTRUCTION_ORDERED,
  /**
   * A key that was generated for an order that failed, or that an operator ordered to be destroyed,
   * is no longer in the HSM, or the token refused to destroy it: the facts say which.
   */
  KEY_DESTROYED,
  /** The wrapped key and the signed record are in files. */
  OFFLINE_WRAP_DONE,
  /** The agent's key in the HSM signed the log up to the previous line. */
  HEAD_SIGNED,
  /** A crash left half a line, which was removed: the SHA-256 of its bytes is in the facts. */
  TAIL_REPAIRED
}
