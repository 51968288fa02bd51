package io.keyferry.model.message;

/** Why an import ended without key material. */
public enum FailureCode {
  /** The agent received the job after it had expired, or its clock is wrong. */
  JOB_EXPIRED,
  /** The job's time is ahead of the agent's clock. */
  JOB_NOT_YET_VALID,
  /** The agent has seen this attempt with different content. */
  JOB_CHANGED,
  /** The agent has seen a later attempt of the same import. */
  JOB_SUPERSEDED,
  /** The agent's policy does not allow the job. */
  POLICY,
  /** The wrapping key is not what the job says it is. */
  WRAPPING_KEY_INVALID,
  /** KMS does not accept a key of this kind wrapped this way. */
  WRAPPING_NOT_ALLOWED,
  /** The HSM does not have the key that the job names. */
  HSM_KEY_MISSING,
  /** The HSM's key may not be wrapped as it is: its kind or its attributes prevent it. */
  HSM_KEY_UNFIT,
  /** The HSM has a key with the new key's id that the agent did not generate. */
  HSM_KEY_UNEXPECTED,
  /** The HSM refuses and would refuse again. */
  HSM_REFUSED,
  /** The agent that the import was assigned to is no longer enrolled. */
  AGENT_UNKNOWN,
  /** The result is the agent's, but does not answer the job. */
  RESULT_MISMATCH,
  /** KMS refuses to create the key or its alias. */
  KMS_KEY_REFUSED,
  /** KMS returns no import parameters for the key. */
  PARAMETERS_REFUSED,
  /** KMS does not accept the wrapped key material. */
  MATERIAL_REFUSED,
  /** KMS already has other key material for this key. */
  MATERIAL_DIFFERS,
  /** The import token expired repeatedly before the result arrived. */
  TOO_MANY_ATTEMPTS,
  /** The expiration date of the key material has passed. */
  EXPIRATION_PASSED
}
