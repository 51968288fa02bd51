package io.keyferry.agent.hsm.recovery;

import io.keyferry.agent.hsm.HsmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of the HSM, shared by recovery, polling, health, metrics and status.
 *
 * @param since when this state began, UTC
 * @param cause why the agent cannot work; absent if it can
 */
public record HsmState(Kind kind, Instant since, Optional<HsmException> cause) {

  /** What the agent can do. */
  public enum Kind {
    /** Jobs can be processed and answered. */
    READY,
    /** The token does not work; the agent is recovering it. */
    UNREACHABLE,
    /** A call has not returned. Until it does, the agent cannot recover the HSM. */
    STUCK,
    /** The token does not have exactly one signing key of the agent. */
    KEY_UNUSABLE,
    /** The token refused the PIN. The agent tries no other until an operator acts. */
    LOGIN_REFUSED;

    public static Kind of(HsmException cause) {
      return switch (cause.fault()) {
        case PIN -> LOGIN_REFUSED;
        case AGENT_KEY_MISSING, AGENT_KEY_UNUSABLE -> KEY_UNUSABLE;
        case CALL_STUCK -> STUCK;
        case REFUSED, BUSY, SESSION_LOST, LOGIN_LOST, HSM_LOST -> UNREACHABLE;
      };
    }

    /** Whether a new process may recover the HSM although this one cannot. */
    private boolean isUnreachable() {
      return this == UNREACHABLE || this == STUCK;
    }
  }

  public static HsmState ready(Instant now) {
    return new HsmState(Kind.READY, now, Optional.empty());
  }

  /** Returns the state after a failure. */
  HsmState failed(HsmException why, Instant now) {
    Kind next = Kind.of(why);
    boolean goesOn = next == kind || (next.isUnreachable() && kind.isUnreachable());
    return new HsmState(next, goesOn ? since : now, Optional.of(why));
  }

  public boolean isReady() {
    return kind == Kind.READY;
  }

  boolean isBy(HsmException.Fault fault) {
    return cause.filter(why -> why.fault() == fault).isPresent();
  }

  /** Why the agent cannot work, and what to do. */
  public Optional<String> reason() {
    return cause.map(why -> String.valueOf(why.getMessage()));
  }

  /**
   * Why this process cannot recover the HSM, so that a new process must try.
   *
   * @param maxOutage how long the HSM may be unreachable
   */
  public Optional<String> unrecoverable(Instant now, Duration maxOutage) {
    return kind.isUnreachable() && now.isAfter(since.plus(maxOutage))
        ? Optional.of(
            "the HSM has been unreachable since %s, longer than the %d s of token.max-outage-seconds: %s"
                .formatted(since, maxOutage.toSeconds(), reason().orElse("")))
        : Optional.empty();
  }
}
