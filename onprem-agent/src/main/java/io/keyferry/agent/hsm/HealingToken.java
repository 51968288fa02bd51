package io.keyferry.agent.hsm;

import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.model.TokenIdentity;
import io.keyferry.model.WrappingAlgorithm;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A token that heals itself: whoever opens a session after something was lost climbs the ladder
 * first, and everybody else waits. Sessions and keys of before are of no use after; what was under
 * way must be begun again by looking the key up.
 */
public final class HealingToken implements Token {

  /** Opens the token, with one login if it may be tried. */
  @FunctionalInterface
  public interface Opening {
    Token open() throws HsmException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(HealingToken.class);

  /** A token lost again so soon was not healed by the last rung. */
  private static final Duration SOON = Duration.ofMinutes(1);

  /** A wrong PIN is mended by a person. */
  private static final Duration AFTER_PIN = Duration.ofSeconds(30);

  private record Climb(Rung rung, Instant at) {}

  private record Failure(HsmException why, Instant until) {

    boolean tells(HsmException other) {
      return String.valueOf(why.getMessage()).equals(other.getMessage());
    }
  }

  private final Path library;
  private final Opening opening;
  private final Backoff pace;
  private final HsmStatus status;
  private final InstantSource clock;

  /** To be told while a climb takes its time. */
  private volatile TokenIdentity identity;

  private Token token;
  private boolean open = true;
  private Optional<Climb> last = Optional.empty();
  private Optional<Failure> failure = Optional.empty();

  /**
   * A token that heals itself from now on.
   *
   * @param token open
   * @param library that which the token and the opening load
   * @param pace how long the ladder is left alone after a climb that failed
   */
  public HealingToken(
      Token token,
      Path library,
      Opening opening,
      Backoff pace,
      HsmStatus status,
      InstantSource clock) {
    this.token = token;
    this.identity = token.identity();
    this.library = library;
    this.opening = opening;
    this.pace = pace;
    this.status = status;
    this.clock = clock;
  }

  @Override
  public TokenIdentity identity() {
    return identity;
  }

  @Override
  public synchronized String proveAesKwp() throws HsmException {
    return healed().proveAesKwp();
  }

  @Override
  public synchronized String proveWrapping(WrappingAlgorithm algorithm) throws HsmException {
    return healed().proveWrapping(algorithm);
  }

  @Override
  public synchronized TokenSession openSession() throws HsmException {
    try {
      TokenSession session = healed().openSession();
      status.there(clock.instant());
      return session;
    } catch (HsmException e) {
      status.failed(clock.instant(), e);
      throw e;
    }
  }

  private Token healed() throws HsmException {
    Optional<Fault> lost = open ? token.lost() : Optional.of(Fault.HSM_LOST);
    if (lost.isEmpty()) {
      return token;
    }
    Instant now = clock.instant();
    if (lost.get() == Fault.CALL_STUCK) {
      throw new HsmException(
          Fault.CALL_STUCK, "a call to the HSM has not returned yet, and nothing can end it");
    }
    if (failure.isPresent() && now.isBefore(failure.get().until())) {
      throw new HsmException(
          failure.get().why().fault(),
          String.valueOf(failure.get().why().getMessage()),
          failure.get().why());
    }
    climb(rung(lost.get(), now), now);
    return token;
  }

  private Rung rung(Fault lost, Instant now) {
    Rung least = Rung.against(lost);
    return last.filter(climb -> now.isBefore(climb.at().plus(SOON)))
        .map(climb -> climb.rung().next())
        .filter(next -> next.compareTo(least) > 0)
        .orElse(least);
  }

  private void climb(Rung rung, Instant now) throws HsmException {
    last = Optional.of(new Climb(rung, now));
    status.climbing(rung);
    if (rung == Rung.SESSION) {
      return;
    }
    try {
      if (rung == Rung.LIBRARY) {
        // It ends every session at once, where closing each would ask an HSM that is gone.
        open = false;
        Tokens.finalise(library);
      } else {
        closeIfOpen();
      }
      token = opening.open();
      identity = token.identity();
      open = true;
      failure = Optional.empty();
      pace.afterSuccess();
      LOG.warn("The token was lost; {} has brought it back", rung);
    } catch (HsmException e) {
      Duration rest = e.fault() == Fault.PIN ? AFTER_PIN : pace.afterFailure();
      boolean known = failure.filter(before -> before.tells(e)).isPresent();
      failure = Optional.of(new Failure(e, clock.instant().plus(rest)));
      if (!known) {
        LOG.warn("The token is lost, and {} does not bring it back: {}", rung, e.getMessage());
      }
      throw e;
    }
  }

  private void closeIfOpen() {
    if (open) {
      open = false;
      token.close();
    }
  }

  @Override
  public synchronized Optional<Fault> lost() {
    return open ? token.lost() : Optional.of(Fault.HSM_LOST);
  }

  @Override
  public synchronized void close() {
    // A call that hangs would keep the others from ending, and the process with them.
    if (!token.lost().equals(Optional.of(Fault.CALL_STUCK))) {
      closeIfOpen();
    }
  }
}
