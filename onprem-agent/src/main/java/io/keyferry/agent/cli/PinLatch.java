package io.keyferry.agent.cli;

import io.keyferry.agent.audit.AuditSettings;
import io.keyferry.agent.audit.Durable;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.LoginGuard;
import io.keyferry.agent.hsm.Pin;
import io.keyferry.model.Blob;
import io.keyferry.model.TokenIdentity;
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
 * was refused. It holds a salted and stretched fingerprint of the PIN, never the PIN.
 *
 * <p>A login of which nobody knows how it ended, as the process was killed in the middle of it,
 * counts: after three of them in a row there is no fourth.
 */
final class PinLatch implements LoginGuard {

  private static final String FILE = "pin-latch.properties";
  private static final int MOST_UNKNOWN = 3;
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
  static PinLatch of(AuditSettings audit) {
    return in(audit.directory(), new SecureRandom(), Clock.systemUTC());
  }

  static PinLatch in(Path directory, RandomGenerator random, InstantSource clock) {
    return new PinLatch(directory.resolve(FILE), random, clock);
  }

  @Override
  public synchronized void before(TokenIdentity token, Pin pin) throws HsmException {
    LatchState state = read();
    Optional<LatchState.Refusal> refusal = state.refusalOf(token.serial());
    if (refusal.isPresent() && isOf(refusal.get(), pin)) {
      throw HsmException.latched(
          "no login to token '%s' (serial %s): it refused this PIN at %s, and it is not tried twice. Put the right PIN in place; or, if the PIN is right now, run keyferry-agent pin reset (%s)"
              .formatted(
                  token.label(), token.serial(), refusal.get().at(), refusal.get().reason()));
    }
    demandAnswers(token, state);
    write(state.begun());
  }

  /**
   * What is remembered of refused PINs, before any is read.
   *
   * @throws HsmException if no PIN would be tried
   */
  synchronized Optional<String> remembered(TokenIdentity token) throws HsmException {
    LatchState state = read();
    demandAnswers(token, state);
    return state
        .refusalOf(token.serial())
        .map(refusal ->
            "a PIN was refused at %s and is not tried again; a changed one is"
                .formatted(refusal.at()));
  }

  private static void demandAnswers(TokenIdentity token, LatchState state) throws HsmException {
    if (state.unknown() >= MOST_UNKNOWN) {
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
    LatchState before = read().ended();
    if (failure.fault() != Fault.PIN) {
      write(before);
      return;
    }
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    write(
        before.refused(
            new LatchState.Refusal(
                token.serial(),
                Blob.of(salt),
                Blob.of(pin.fingerprint(salt)),
                clock.instant(),
                String.valueOf(failure.getMessage()))));
  }

  /** Whether no login with the PIN of before is tried until a person acts. */
  synchronized boolean isShut() {
    try {
      LatchState state = read();
      return state.refusal().isPresent() || state.unknown() >= MOST_UNKNOWN;
    } catch (HsmException e) {
      return true;
    }
  }

  /**
   * Forgets everything.
   *
   * @return whether there was anything
   */
  synchronized boolean reset() throws HsmException {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static boolean isOf(LatchState.Refusal refusal, Pin pin) {
    return MessageDigest.isEqual(
        refusal.fingerprint().bytes(), pin.fingerprint(refusal.salt().bytes()));
  }

  private LatchState read() throws HsmException {
    try {
      return Files.exists(file) ? LatchState.parse(Files.readString(file)) : LatchState.CLEAR;
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private void write(LatchState state) throws HsmException {
    try {
      Durable.replace(file, state.bytes());
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private HsmException unusable(IOException e) {
    return HsmException.noLogin(
        "no login, as what is known of refused PINs cannot be kept in %s (%s): make the file readable and writable for the agent, or remove it"
            .formatted(file, e.getMessage()),
        e);
  }
}
