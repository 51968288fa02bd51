package io.keyferry.agent.hsm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.model.TokenIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import sun.security.pkcs11.wrapper.CK_TOKEN_INFO;
import sun.security.pkcs11.wrapper.PKCS11;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/**
 * One PKCS#11 library in this process, initialised. This class, {@link CryptokiSession} and {@link
 * LoadedLibraries} are the only ones that see the JDK's own wrapper.
 *
 * <p>A library stays initialised when a token is closed: {@code C_Finalize} ends the sessions of
 * every thread. {@link #finalise} is for the one case that nothing else heals.
 */
final class Cryptoki {

  /** A call of the wrapper. */
  @FunctionalInterface
  interface Call<T> {
    T run() throws PKCS11Exception, HsmException;
  }

  private static final long CKF_RW_SESSION = 2;
  private static final long CKF_SERIAL_SESSION = 4;

  /** A busy HSM is asked so often again, each time after twice the wait. */
  private static final int RETRIES = 3;

  private static final Duration FIRST_WAIT = Duration.ofMillis(100);

  private final Path library;
  private final Optional<String> parameters;
  private final int generation;
  private final PKCS11 pkcs11;
  private final NativeCalls calls;
  private final Losses losses = new Losses();

  /** Calls share it, {@link #finalise} has it alone. */
  private final ReadWriteLock inCall = new ReentrantReadWriteLock();

  private boolean finalised;

  Cryptoki(
      Path library, Optional<String> parameters, int generation, PKCS11 pkcs11, NativeCalls calls) {
    this.library = library;
    this.parameters = parameters;
    this.generation = generation;
    this.pkcs11 = pkcs11;
    this.calls = calls;
  }

  /**
   * Itself.
   *
   * @throws HsmException if it was initialised with other parameters
   */
  Cryptoki with(Optional<String> wanted) throws HsmException {
    if (!parameters.equals(wanted)) {
      throw new HsmException(
          Fault.REFUSED,
          "%s is initialised with other library parameters in this process: use one set of them"
              .formatted(library));
    }
    return this;
  }

  /**
   * {@code C_Finalize}, if no call is under way.
   *
   * @throws HsmException if the library refuses, or a call is under way in another thread
   */
  void finalise() throws HsmException {
    if (!inCall.writeLock().tryLock()) {
      throw new HsmException(
          Fault.CALL_STUCK,
          "C_Finalize of %s: a call is still under way: try again, then restart the process"
              .formatted(library));
    }
    String name = "C_Finalize of " + library;
    try {
      // Even if the library refuses: a handle of before could mean another object after.
      finalised = true;
      calls.run(
          name,
          () -> {
            pkcs11.C_Finalize(null);
            return true;
          });
    } catch (PKCS11Exception e) {
      throw ReturnCode.of(e.getErrorCode()).in(name, e);
    } finally {
      inCall.writeLock().unlock();
    }
  }

  boolean isFinalised() {
    inCall.readLock().lock();
    try {
      return finalised;
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

  /** How often the library was finalised before this. */
  int generation() {
    return generation;
  }

  NativeCalls calls() {
    return calls;
  }

  /** The slots that hold a token. */
  List<Slot> slots() throws HsmException {
    List<Slot> slots = new ArrayList<>();
    for (long id : run("C_GetSlotList", () -> pkcs11.C_GetSlotList(true))) {
      CK_TOKEN_INFO info = run("C_GetTokenInfo", () -> pkcs11.C_GetTokenInfo(id));
      slots.add(new Slot(id, identity(info), info.flags));
    }
    return slots;
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
  Optional<TokenMemory> memory(Slot slot) throws HsmException {
    CK_TOKEN_INFO info = run("C_GetTokenInfo", () -> pkcs11.C_GetTokenInfo(slot.id()));
    return info.ulFreePrivateMemory >= 0 && info.ulTotalPrivateMemory > 1
        ? Optional.of(new TokenMemory(info.ulFreePrivateMemory, info.ulTotalPrivateMemory))
        : Optional.empty();
  }

  /** The types of the mechanisms that the token offers. */
  Set<Long> mechanisms(Slot slot) throws HsmException {
    long[] types = run("C_GetMechanismList", () -> pkcs11.C_GetMechanismList(slot.id()));
    return Arrays.stream(types).boxed().collect(Collectors.toUnmodifiableSet());
  }

  /** Opens a session that may write. */
  CryptokiSession openSession(Slot slot) throws HsmException {
    long flags = CKF_SERIAL_SESSION | CKF_RW_SESSION;
    long handle = run("C_OpenSession", () -> pkcs11.C_OpenSession(slot.id(), flags, null, null));
    return new CryptokiSession(this, pkcs11, handle);
  }

  /**
   * What is lost of the library now: a call that hangs, else the worst of {@link #losses}.
   *
   * @return never {@code REFUSED}, {@code BUSY} or {@code PIN}
   */
  Optional<Fault> lost() {
    if (calls.anyStuck()) {
      return Optional.of(Fault.CALL_STUCK);
    }
    // What hung and came back knows too little of what it did to go on with.
    return losses.worst().map(fault -> fault == Fault.CALL_STUCK ? Fault.HSM_LOST : fault);
  }

  Losses losses() {
    return losses;
  }

  /** Runs a call and turns its return code into an exception that says what to do. */
  <T> T run(String name, Call<T> call) throws HsmException {
    Duration wait = FIRST_WAIT;
    for (int retry = 0; ; retry++) {
      try {
        return runOnce(name, call);
      } catch (HsmException e) {
        losses.note(e.fault());
        if (e.fault() != Fault.BUSY || retry == RETRIES) {
          throw e;
        }
      }
      LockSupport.parkNanos(wait.toNanos());
      wait = wait.multipliedBy(2);
    }
  }

  private <T> T runOnce(String name, Call<T> call) throws HsmException {
    try {
      return calls.run(name, () -> runUnlessFinalised(name, call));
    } catch (PKCS11Exception e) {
      throw ReturnCode.of(e.getErrorCode()).in(name, e);
    }
  }

  private <T> T runUnlessFinalised(String name, Call<T> call) throws PKCS11Exception, HsmException {
    inCall.readLock().lock();
    try {
      if (finalised) {
        throw new HsmException(
            Fault.HSM_LOST, name + ": the library was finalised; open the token again");
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
