package io.keyferry.agent.hsm;

import io.keyferry.agent.hsm.HsmException.Fault;

/** What is done about a token that was lost, the least first. */
public enum Rung {
  /** A new session. */
  SESSION,
  /** All sessions closed, and one login. */
  LOGIN,
  /** {@code C_Finalize}, {@code C_Initialize}, and one login. */
  LIBRARY;

  /** The least that may help. A call that hung and came back leaves nothing to trust. */
  static Rung against(Fault fault) {
    return switch (fault) {
      case REFUSED, BUSY, SESSION_LOST -> SESSION;
      case LOGIN_LOST, PIN -> LOGIN;
      case HSM_LOST, CALL_STUCK -> LIBRARY;
    };
  }

  Rung next() {
    return this == SESSION ? LOGIN : LIBRARY;
  }
}
