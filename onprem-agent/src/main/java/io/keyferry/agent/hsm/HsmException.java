package io.keyferry.agent.hsm;

/**
 * The token refused or could not be reached. The message names the call, the return code and the
 * cure.
 */
public class HsmException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What kind of failure it is, and so what the agent may do about it. */
  public enum Fault {
    /** This request cannot be done on this token: a retry gives the same. */
    REFUSED,
    /** The HSM had no time: the same call may succeed a moment later. */
    BUSY,
    /** The session or what it knew is gone: a new one may succeed. */
    SESSION_LOST,
    /** The token has forgotten the login: one new login may help. */
    LOGIN_LOST,
    /** The HSM or the way to it failed. Other calls may succeed; if not, it must be recovered. */
    HSM_LOST,
    /** The token answers, and does not have the agent's own signing key. */
    AGENT_KEY_MISSING,
    /** The token has the agent's own signing key twice, or another one, or one that is not safe. */
    AGENT_KEY_UNUSABLE,
    /** A call has not returned. Whether it was done is not known, and nothing can end it. */
    CALL_STUCK,
    /** The PIN was not accepted. Never retried: a partition locks. */
    PIN;

    /** Whether a retry may succeed without anybody's help. */
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

  /** There was no login, as whoever guards it could not do its work. */
  public static HsmException noLogin(String message, Exception cause) {
    return new HsmException(Fault.LOGIN_LOST, message, cause);
  }

  /** There was no login, as the PIN may not be tried. */
  public static HsmException latched(String message) {
    return new HsmException(Fault.PIN, message);
  }

  public Fault fault() {
    return fault;
  }
}
