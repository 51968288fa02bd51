package io.keyferry.agent.hsm.pkcs11;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.TokenMemory;
import io.keyferry.model.value.TokenIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.security.pkcs11.wrapper.CK_TOKEN_INFO;
import sun.security.pkcs11.wrapper.PKCS11;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/**
 * One PKCS#11 library in this process. This class, {@link CryptokiSession} and {@link
 * LoadedLibraries} are the only ones that see the JDK's own wrapper.
 *
 * <p>A library stays initialized when a token is closed: {@code C_Finalize} ends the sessions of
 * every thread. {@link #finalise} is for an HSM that nothing else brings back, and for the end.
 */
public final class Cryptoki {

  /** A call of the wrapper. */
  @FunctionalInterface
  interface Call<T> {
    T run() throws PKCS11Exception, HsmException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Cryptoki.class);
  private static final long CKF_RW_SESSION = 2;
  private static final long CKF_SERIAL_SESSION = 4;

  /** A busy HSM is asked so often again, each time after twice the wait. */
  private static final int RETRIES = 3;

  private static final Duration FIRST_WAIT = Duration.ofMillis(100);

  private final Path library;
  private volatile Optional<String> parameters;
  private volatile PKCS11 pkcs11;
  private final NativeCalls calls;

  /** Calls share it; what initializes and finalizes has it alone. */
  private final ReadWriteLock inCall = new ReentrantReadWriteLock();

  /** How often the library was finalized: a handle of before may mean another object after. */
  private int epoch;

  private volatile State state = State.INITIALIZED;

  private enum State {
    INITIALIZED,
    FINALIZED,
    /** {@code C_Initialize} or {@code C_Finalize} was called, and has not succeeded. */
    UNKNOWN
  }

  Cryptoki(Path library, Optional<String> parameters, PKCS11 pkcs11, NativeCalls calls) {
    this.library = library;
    this.parameters = parameters;
    this.pkcs11 = pkcs11;
    this.calls = calls;
  }

  /**
   * Itself, to be initialized with these parameters.
   *
   * @throws HsmException if it is initialized with others
   */
  Cryptoki with(Optional<String> wanted) throws HsmException {
    if (state == State.FINALIZED) {
      parameters = wanted;
    } else if (!parameters.equals(wanted)) {
      throw new HsmException(
          Fault.REFUSED,
          "%s is initialized with other library parameters in this process: use one set of them"
              .formatted(library));
    }
    return this;
  }

  /**
   * Itself, after {@code C_Initialize} if it was finalized.
   *
   * @throws HsmException if the library refuses, or a call of it has not returned
   */
  Cryptoki initialized() throws HsmException {
    if (state == State.INITIALIZED) {
      return this;
    }
    finalise();
    switchTo(
        State.INITIALIZED,
        "C_Initialize of " + library,
        () -> {
          pkcs11 = LoadedLibraries.initialize(library, epoch, parameters);
          return true;
        });
    return this;
  }

  /**
   * {@code C_Finalize}, when the calls that are under way have returned. Does nothing if the
   * library is not initialized.
   *
   * @throws HsmException if the library refuses, or a call of it has not returned
   */
  void finalise() throws HsmException {
    switchTo(
        State.FINALIZED,
        "C_Finalize of " + library,
        () -> {
          epoch++;
          finaliseOnce();
          return true;
        });
  }

  private void finaliseOnce() throws PKCS11Exception {
    try {
      pkcs11.C_Finalize(null);
    } catch (PKCS11Exception e) {
      if (e.getErrorCode() != ReturnCode.CRYPTOKI_NOT_INITIALIZED) {
        throw e;
      }
    }
  }

  private void switchTo(State target, String name, Call<Boolean> call) throws HsmException {
    waitForCalls(name);
    try {
      if (state != target) {
        state = State.UNKNOWN;
        boolean _ = calls.run(name, call);
        state = target;
      }
    } catch (PKCS11Exception e) {
      throw ReturnCode.of(e.getErrorCode()).in(name, e);
    } finally {
      inCall.writeLock().unlock();
    }
  }

  /** PKCS#11 leaves undefined what comes of these two beside any other call. */
  private void waitForCalls(String name) throws HsmException {
    if (!calls.anyStuck() && lockedWithin(calls.limit())) {
      if (!calls.anyStuck()) {
        return;
      }
      inCall.writeLock().unlock();
    }
    throw new HsmException(
        Fault.CALL_STUCK,
        "%s was not called, as another call of the library has not returned: look at the network and at the HSM, then restart the agent"
            .formatted(name));
  }

  private boolean lockedWithin(Duration limit) {
    try {
      return inCall.writeLock().tryLock(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private int epoch() {
    inCall.readLock().lock();
    try {
      return epoch;
    } finally {
      inCall.readLock().unlock();
    }
  }

  boolean isAt(Path path) {
    try {
      return path.toRealPath().equals(library);
    } catch (IOException e) {
      return false;
    }
  }

  NativeCalls calls() {
    return calls;
  }

  /** The slots whose token says who it is, and what the other slots answered. */
  public Slots slots() throws HsmException {
    List<Slot> slots = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    for (long id : run("C_GetSlotList", () -> pkcs11.C_GetSlotList(true))) {
      try {
        CK_TOKEN_INFO info = run("C_GetTokenInfo", () -> pkcs11.C_GetTokenInfo(id));
        slots.add(new Slot(id, identity(info), info.flags));
      } catch (HsmException e) {
        // Another partition's trouble is none of ours; ours is missed where it is looked for.
        LOG.debug("Slot {} is left out: {}", id, e.getMessage());
        silent.add(String.valueOf(e.getMessage()));
      }
    }
    return new Slots(slots, silent);
  }

  private static TokenIdentity identity(CK_TOKEN_INFO info) {
    return new TokenIdentity(
        text(info.label).strip(),
        text(info.serialNumber).strip(),
        text(info.manufacturerID).strip(),
        text(info.model).strip(),
        info.firmwareVersion.major + "." + info.firmwareVersion.minor);
  }

  /**
   * The room for private objects; absent where the token does not tell it. NSS softokn tells of one
   * byte, whatever it has.
   */
  public Optional<TokenMemory> memory(Slot slot) throws HsmException {
    CK_TOKEN_INFO info = run("C_GetTokenInfo", () -> pkcs11.C_GetTokenInfo(slot.id()));
    return info.ulFreePrivateMemory >= 0 && info.ulTotalPrivateMemory > 1
        ? Optional.of(new TokenMemory(info.ulFreePrivateMemory, info.ulTotalPrivateMemory))
        : Optional.empty();
  }

  /** The types of the mechanisms that the token offers. */
  public Set<Long> mechanisms(Slot slot) throws HsmException {
    long[] types = run("C_GetMechanismList", () -> pkcs11.C_GetMechanismList(slot.id()));
    return Arrays.stream(types).boxed().collect(Collectors.toUnmodifiableSet());
  }

  /** Opens a session that may write. */
  public CryptokiSession openSession(Slot slot) throws HsmException {
    long flags = CKF_SERIAL_SESSION | CKF_RW_SESSION;
    int now = epoch();
    long handle =
        run("C_OpenSession", now, () -> pkcs11.C_OpenSession(slot.id(), flags, null, null));
    return new CryptokiSession(this, pkcs11, handle, now);
  }

  private <T> T run(String name, Call<T> call) throws HsmException {
    return run(name, epoch(), call);
  }

  /**
   * Runs a call and turns its return code into an exception that says what to do.
   *
   * @param known the epoch of the handles in the call
   */
  <T> T run(String name, int known, Call<T> call) throws HsmException {
    Duration wait = FIRST_WAIT;
    for (int retry = 0; ; retry++) {
      try {
        return runOnce(name, known, call);
      } catch (HsmException e) {
        if (e.fault() != Fault.BUSY || retry == RETRIES) {
          throw e;
        }
      }
      LockSupport.parkNanos(wait.toNanos());
      wait = wait.multipliedBy(2);
    }
  }

  private <T> T runOnce(String name, int known, Call<T> call) throws HsmException {
    try {
      return calls.run(name, () -> runUnlessFinalised(name, known, call));
    } catch (PKCS11Exception e) {
      throw ReturnCode.of(e.getErrorCode()).in(name, e);
    }
  }

  private <T> T runUnlessFinalised(String name, int known, Call<T> call)
      throws PKCS11Exception, HsmException {
    inCall.readLock().lock();
    try {
      if (state != State.INITIALIZED || known != epoch) {
        throw new HsmException(
            Fault.HSM_LOST, name + ": the library was finalized; open the token again");
      }
      return call.run();
    } finally {
      inCall.readLock().unlock();
    }
  }

  /** The wrapper gives one char for each byte of the UTF-8 text. */
  static String text(char[] bytes) {
    return new String(new String(bytes).getBytes(ISO_8859_1), UTF_8);
  }
}
