package io.keyferry.agent.hsm.recovery;

/** A step to recover an unreachable HSM. */
public enum RecoveryStep {
  /** One login in a new session. Open sessions stay open. */
  LOGIN,
  /** {@code C_Finalize}, {@code C_Initialize}, and one login. Every session ends. */
  LIBRARY
}
