package io.keyferry.agent.hsm;

/**
 * The token refused a call or could not be reached. The message names the call, the return code and
 * the fix.
 */
public class HsmException extends Exception {

  private static final long serialVersionUID = 1L;

  /** The kind of failure, which determines what the agent may do about it. */
  public enum Fault {
    /** This token cannot do this request: a retry fails, too. */
    REFUSED,
    /** The HSM was busy: the same call may succeed a moment later. */
    BUSY,
    /** The session or its state is gone: a new session may succeed. */
    SESSION_LOST,
    /** The login is gone: one new login may help. */
    LOGIN_LOST,
    /**
     * The HSM or the connection to it failed. Other calls may succeed; if not, the HSM must be
     * recovered.
     */
    HSM_LOST,
    /** The token responds, but does not have the agent's own signing key. */
    AGENT_KEY_MISSING,
    /** The token has the agent's own signing key twice, or a different or unsafe one. */
    AGENT_KEY_UNUSABLE,
    /** A call has not returned. Its outcome is unknown, and nothing can end it. */
    CALL_STUCK,
    /** The PIN was not accepted. Never retried, because the partition would lock. */
    PIN;

    /** Whether a retry may succeed without an operator. */
    public boolean isTransient() {
      return switch (this) {
        case BUSY, SESSION_LOST, LOGIN_LOST, HSM_LOST, CALL_STUCK -> true;
        case REFUSED, AGENT_KEY_MISSING, AGENT_KEY_UNUSABLE, PIN -> false;
      };
    }
  }

  private final Fault fault;

  public HsmException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  public HsmException(Fault fault, String message, Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  /** No login was tried, because the guard failed. */
  public static HsmException noLogin(String message, Exception cause) {
    return new HsmException(Fault.LOGIN_LOST, message, cause);
  }

  /** No login was tried, because the PIN may not be tried. */
  public static HsmException latched(String message) {
    return new HsmException(Fault.PIN, message);
  }

  public Fault fault() {
    return fault;
  }
}
