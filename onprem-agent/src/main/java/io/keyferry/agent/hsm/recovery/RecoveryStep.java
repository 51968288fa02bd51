package io.keyferry.agent.hsm.recovery;

/** What is done to get an unreachable HSM back. */
public enum RecoveryStep {
  /** One login in a new session. Sessions that are open stay so. */
  LOGIN,
  /** {@code C_Finalize}, {@code C_Initialize}, and one login. Every session ends. */
  LIBRARY
}
