package io.keyferry.agent.hsm;

/**
 * The token refused or could not be reached. The message names the call, the return code and the
 * cure.
 */
public final class HsmException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What kind of failure it is, and so what the agent may do about it. */
  public enum Fault {
    /** This request cannot be done on this token: a retry gives the same. */
    REFUSED,
    /** The session or the device is gone: another session, or a later try, may succeed. */
    UNAVAILABLE,
    /** The PIN was not accepted. Never retried: a partition locks. */
    PIN
  }

  private final Fault fault;

  HsmException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  HsmException(Fault fault, String message, Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
