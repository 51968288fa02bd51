package io.keyferry.model;

/** Why an import ended without key material. */
public enum FailureCode {
  /** The agent got the job after its time, or its clock is wrong. */
  JOB_EXPIRED,
  /** The job's time lies ahead of the agent's clock. */
  JOB_NOT_YET_VALID,
  /** The agent's policy does not allow the job. */
  POLICY,
  /** The wrapping key is not what the job says it is. */
  WRAPPING_KEY_INVALID,
  /** The agent cannot make this kind of key. */
  KEY_SPEC_UNSUPPORTED,
  /** The HSM refuses, and would refuse again. */
  HSM_REFUSED,
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
