package io.keyferry.agent.hsm;

import io.keyferry.agent.hsm.recovery.Backoff;
import io.keyferry.agent.hsm.recovery.HsmConnection;
import io.keyferry.agent.hsm.recovery.HsmState;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;

/** Connections to test tokens, without delays. */
public final class HsmConnections {

  private static final Duration NO_TIME = Duration.ofMillis(2);
  private static final Duration NEVER = Duration.ofDays(1);

  private HsmConnections() {}

  /** A connection that always finds this token again. */
  public static HsmConnection over(Token token, ECPublicKey agentKey, InstantSource clock) {
    return over(
        token,
        agentKey,
        new HsmConnection.Access() {
          @Override
          public Token open() {
            return token;
          }

          @Override
          public void finalizeLibrary() {}

          @Override
          public boolean hasStuckCall() {
            return false;
          }
        },
        clock);
  }

  /** A connection with this access to the token. */
  public static HsmConnection over(
      Token token, ECPublicKey agentKey, HsmConnection.Access access, InstantSource clock) {
    return over(token, agentKey, access, NEVER, clock);
  }

  public static HsmConnection over(
      Token token,
      ECPublicKey agentKey,
      HsmConnection.Access access,
      Duration idle,
      InstantSource clock) {
    return over(token, agentKey, access, new Backoff(NO_TIME, NO_TIME, new Random(1)), idle, clock);
  }

  /** A connection without a probe of its own, which recovers at this pace. */
  public static HsmConnection over(
      Token token,
      ECPublicKey agentKey,
      HsmConnection.Access access,
      Backoff pace,
      InstantSource clock) {
    return over(token, agentKey, access, pace, NEVER, clock);
  }

  private static HsmConnection over(
      Token token,
      ECPublicKey agentKey,
      HsmConnection.Access access,
      Backoff pace,
      Duration idle,
      InstantSource clock) {
    return new HsmConnection(
        token,
        new AgentKeyIdentity("keyferry-agent", agentKey),
        access,
        new HsmConnection.Times(pace, idle, NO_TIME, NO_TIME, NO_TIME),
        clock);
  }

  public static HsmState ready(Instant since) {
    return HsmState.ready(since);
  }

  public static HsmState failed(Instant since, HsmException why) {
    return new HsmState(HsmState.Kind.of(why), since, Optional.of(why));
  }
}
