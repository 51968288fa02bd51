package io.keyferry.model.message;

/** Why an import ended without key material. */
public enum FailureCode {
  /** The agent got the job after its time, or its clock is wrong. */
  JOB_EXPIRED,
  /** The job's time lies ahead of the agent's clock. */
  JOB_NOT_YET_VALID,
  /** The agent has seen this attempt with other content. */
  JOB_CHANGED,
  /** The agent has seen a later attempt of the same import. */
  JOB_SUPERSEDED,
  /** The agent's policy does not allow the job. */
  POLICY,
  /** The wrapping key is not what the job says it is. */
  WRAPPING_KEY_INVALID,
  /** KMS does not take a key of this kind wrapped so. */
  WRAPPING_NOT_ALLOWED,
  /** The HSM does not have the key that the job names. */
  HSM_KEY_MISSING,
  /** The HSM's key may not be wrapped as it is: its kind or its attributes are in the way. */
  HSM_KEY_UNFIT,
  /** The HSM has a key under the new key's id that the agent did not make. */
  HSM_KEY_UNEXPECTED,
  /** The HSM refuses, and would refuse again. */
  HSM_REFUSED,
  /** The agent that the import was given to is not enrolled any more. */
  AGENT_UNKNOWN,
  /** The result is the agent's, but not the answer to the job. */
  RESULT_MISMATCH,
  /** KMS does not let the key be created, or the alias be given to it. */
  KMS_KEY_REFUSED,
  /** KMS gives no import parameters for the key. */
  PARAMETERS_REFUSED,
  /** KMS does not take the wrapped key material. */
  MATERIAL_REFUSED,
  /** KMS already has other key material for this key. */
  MATERIAL_DIFFERS,
  /** The import token ran out again and again before the result came. */
  TOO_MANY_ATTEMPTS,
  /** The date on which the key material should expire has passed. */
  EXPIRATION_PASSED
}
