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
 * Keeps a refused PIN from being tried again, by whatever command and after however many restarts:
 * Luna locks a partition after ten. The file is there while a login is under way and after one that
 * was refused. It holds a salted and stretched fingerprint of a wrong PIN, never a PIN. After a
 * refusal for another reason (expired, locked, not initialized) no PIN at all is tried until {@link
 * #reset}: the PIN may be the right one, of which nothing is kept.
 *
 * <p>A login of which nobody knows how it ended, as the process was killed in the middle of it,
 * counts: after three of them in a row there is no fourth.
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

  /** The latch beside an audit log, which all commands of an agent share. */
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
          "no login to token '%s' (serial %s): it refused this PIN at %s, and it is not tried twice. Put the right PIN in place; or, if the PIN is right now, run keyferry-agent pin reset (%s)"
              .formatted(token.label(), token.serial(), refusal.at(), refusal.reason()));
    }
  }

  /** Where the trouble was not that the PIN was wrong, another PIN is no cure. */
  private static void demandWrongPin(TokenIdentity token, LatchState.Refusal refusal)
      throws HsmException {
    if (refusal.pin().isEmpty()) {
      throw HsmException.latched(
          "no login to token '%s' (serial %s): it refused a login at %s, and not because the PIN was wrong (%s). Correct this at the token, then run keyferry-agent pin reset"
              .formatted(token.label(), token.serial(), refusal.at(), refusal.reason()));
    }
  }

  /**
   * What is remembered of refused PINs, before any is read.
   *
   * @throws HsmException if no PIN would be tried
   */
  public synchronized Optional<String> remembered(TokenIdentity token) throws HsmException {
    LatchState state = read();
    demandAnswers(token, state);
    Optional<LatchState.Refusal> known = state.refusalOf(token.serial());
    if (known.isPresent()) {
      demandWrongPin(token, known.get());
    }
    return known.map(refusal ->
        "a PIN was refused at %s and is not tried again; a changed one is".formatted(refusal.at()));
  }

  private static void demandAnswers(TokenIdentity token, LatchState state) throws HsmException {
    if (state.unknown() >= MAX_UNKNOWN) {
      throw HsmException.latched(
          "no login to token '%s' (serial %s): %d logins in a row ended without an answer, as the agent was killed in the middle of them. See how many tries the token has left, then run keyferry-agent pin reset"
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

  /** Whether no login with the PIN of before is tried until a person acts. */
  public synchronized boolean isShut() {
    try {
      LatchState state = read();
      return state.refusal().isPresent() || state.unknown() >= MAX_UNKNOWN;
    } catch (HsmException e) {
      return true;
    }
  }

  /**
   * Forgets everything.
   *
   * @return whether there was anything
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

  /** Nobody else reads or writes between the reading and the writing. */
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

  /** As an audit log that cannot be written: it is tried again, and another login is no cure. */
  private HsmException unusable(IOException e) {
    String message =
        "expected to read and to write the PIN latch %s, without which no PIN is tried, found '%s': make room there, or let the agent's user read and write the file; or remove it if no PIN was refused"
            .formatted(file, DiskFault.words(e));
    return HsmException.noLogin(message, new AuditException(message, e));
  }
}
