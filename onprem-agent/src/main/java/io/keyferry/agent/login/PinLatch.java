package io.keyferry.agent.login;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.LoginGuard;
import io.keyferry.agent.hsm.Pin;
import io.keyferry.agent.hsm.WrongPinException;
import io.keyferry.evidence.file.DiskFault;
import io.keyferry.evidence.file.Durable;
import io.keyferry.evidence.file.FolderLock;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.log.AuditSettings;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.TokenIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Prevents a refused PIN from being tried again, by any command and after any number of restarts:
 * Luna locks a partition after ten wrong PINs. The file exists during a login and after a refused
 * one. It contains a salted and stretched fingerprint of a wrong PIN, never a PIN. After a refusal
 * for another reason (expired, locked, not initialized) no PIN at all is tried until {@link
 * #reset}: the PIN may be the right one, of which no trace is kept.
 *
 * <p>A login with an unknown outcome, because the process was killed in the middle of it, counts:
 * after three in a row there is no fourth.
 */
public final class PinLatch implements LoginGuard {

  private static final String FILE = "pin-latch.properties";
  private static final int MAX_UNKNOWN = 3;
  private static final int SALT_BYTES = 16;

  private final Path file;
  private final RandomGenerator random;
  private final InstantSource clock;

  private PinLatch(Path file, RandomGenerator random, InstantSource clock) {
    this.file = file;
    this.random = random;
    this.clock = clock;
  }

  /** Returns the latch next to an audit log, which all commands of an agent share. */
  public static PinLatch of(AuditSettings audit) {
    return in(audit.directory(), new SecureRandom(), Clock.systemUTC());
  }

  static PinLatch in(Path directory, RandomGenerator random, InstantSource clock) {
    return new PinLatch(directory.resolve(FILE), random, clock);
  }

  @Override
  public synchronized void before(TokenIdentity token, Pin pin) throws HsmException {
    change(state -> {
      Optional<LatchState.Refusal> refusal = state.refusalOf(token.serial());
      if (refusal.isPresent()) {
        demandAnother(token, refusal.get(), pin);
      }
      demandAnswers(token, state);
      return state.begun();
    });
  }

  private static void demandAnother(TokenIdentity token, LatchState.Refusal refusal, Pin pin)
      throws HsmException {
    demandWrongPin(token, refusal);
    if (refusal.pin().filter(refused -> isOf(refused, pin)).isPresent()) {
      throw HsmException.latched(
          "no login to token '%s' (serial %s): it refused this PIN at %s, and a refused PIN is not tried again. Set the right PIN; or, if this PIN is right by now, run keyferry-agent pin reset (%s)"
              .formatted(token.label(), token.serial(), refusal.at(), refusal.reason()));
    }
  }

  /** If the PIN was not the problem, another PIN does not help. */
  private static void demandWrongPin(TokenIdentity token, LatchState.Refusal refusal)
      throws HsmException {
    if (refusal.pin().isEmpty()) {
      throw HsmException.latched(
          "no login to token '%s' (serial %s): it refused a login at %s, but not because of a wrong PIN (%s). Fix the cause at the token, then run keyferry-agent pin reset"
              .formatted(token.label(), token.serial(), refusal.at(), refusal.reason()));
    }
  }

  /**
   * Returns what is known about refused PINs, without reading a PIN.
   *
   * @throws HsmException if no PIN may be tried
   */
  public synchronized Optional<String> remembered(TokenIdentity token) throws HsmException {
    LatchState state = read();
    demandAnswers(token, state);
    Optional<LatchState.Refusal> known = state.refusalOf(token.serial());
    if (known.isPresent()) {
      demandWrongPin(token, known.get());
    }
    return known.map(refusal ->
        "a PIN was refused at %s and is not tried again; a changed PIN is".formatted(refusal.at()));
  }

  private static void demandAnswers(TokenIdentity token, LatchState state) throws HsmException {
    if (state.unknown() >= MAX_UNKNOWN) {
      throw HsmException.latched(
          "no login to token '%s' (serial %s): %d logins in a row have an unknown outcome, because the agent was killed during them. Check how many tries the token has left, then run keyferry-agent pin reset"
              .formatted(token.label(), token.serial(), state.unknown()));
    }
  }

  @Override
  public synchronized void accepted(TokenIdentity token) throws HsmException {
    reset();
  }

  @Override
  public synchronized void failed(TokenIdentity token, Pin pin, HsmException failure)
      throws HsmException {
    if (failure.fault() == Fault.CALL_STUCK) {
      return;
    }
    if (failure.fault() != Fault.PIN) {
      change(LatchState::ended);
      return;
    }
    LatchState.Refusal refusal =
        new LatchState.Refusal(
            token.serial(),
            failure instanceof WrongPinException ? Optional.of(fingerprint(pin)) : Optional.empty(),
            clock.instant(),
            String.valueOf(failure.getMessage()));
    change(state -> state.refused(refusal));
  }

  private LatchState.Fingerprint fingerprint(Pin pin) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return new LatchState.Fingerprint(Blob.of(salt), Blob.of(pin.fingerprint(salt)));
  }

  /** Whether the last PIN is blocked until an operator acts. */
  public synchronized boolean isShut() {
    try {
      LatchState state = read();
      return state.refusal().isPresent() || state.unknown() >= MAX_UNKNOWN;
    } catch (HsmException e) {
      return true;
    }
  }

  /**
   * Clears the latch.
   *
   * @return whether there was anything to clear
   */
  public synchronized boolean reset() throws HsmException {
    try (FolderLock _ = FolderLock.take(directory())) {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static boolean isOf(LatchState.Fingerprint refused, Pin pin) {
    return MessageDigest.isEqual(refused.hash().bytes(), pin.fingerprint(refused.salt().bytes()));
  }

  @FunctionalInterface
  private interface Change {
    LatchState of(LatchState state) throws HsmException;
  }

  /** Reads, changes and writes the file under a lock. */
  private void change(Change change) throws HsmException {
    try (FolderLock _ = FolderLock.take(directory())) {
      Durable.replace(file, change.of(read()).bytes());
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private Path directory() throws IOException {
    return file.toAbsolutePath().resolveSibling(".").toRealPath();
  }

  private LatchState read() throws HsmException {
    try {
      return Files.exists(file) ? LatchState.parse(Files.readString(file)) : LatchState.CLEAR;
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Treated like an audit log that cannot be written: retried, and another login does not help. */
  private HsmException unusable(IOException e) {
    String message =
        "expected to read and write the PIN latch %s, without which no PIN is tried, found '%s': free disk space, or let the agent's user read and write the file; or remove it if no PIN was refused"
            .formatted(file, DiskFault.words(e));
    return HsmException.noLogin(message, new AuditException(message, e));
  }
}
