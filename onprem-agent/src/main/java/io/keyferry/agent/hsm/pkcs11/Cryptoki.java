package io.keyferry.agent.hsm.pkcs11;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.TokenMemory;
import io.keyferry.model.value.TokenIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.security.pkcs11.wrapper.CK_TOKEN_INFO;
import sun.security.pkcs11.wrapper.PKCS11;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/**
 * One PKCS#11 library in this process. This class, {@link CryptokiSession} and {@link
 * LoadedLibraries} are the only ones that use the JDK's wrapper.
 *
 * <p>A library stays initialized when a token is closed, because {@code C_Finalize} ends the
 * sessions of every thread. {@link #finalizeLibrary} is for an HSM that nothing else recovers, and
 * for the end of the process.
 */
public final class Cryptoki {

  private static final Logger LOG = LoggerFactory.getLogger(Cryptoki.class);
  private static final long CKF_RW_SESSION = 2;
  private static final long CKF_SERIAL_SESSION = 4;

  private final Path library;
  private volatile Optional<String> parameters;
  private volatile PKCS11 pkcs11;
  private final NativeCalls calls;

  Cryptoki(Path library, Optional<String> parameters, PKCS11 pkcs11, NativeCalls calls) {
    this.library = library;
    this.parameters = parameters;
    this.pkcs11 = pkcs11;
    this.calls = calls;
  }

  /**
   * Returns this library, to use with these parameters.
   *
   * @throws HsmException if it is initialized with others
   */
  Cryptoki with(Optional<String> wanted) throws HsmException {
    if (calls.isFinalized()) {
      parameters = wanted;
    } else if (!parameters.equals(wanted)) {
      throw new HsmException(
          Fault.REFUSED,
          "%s is initialized with other library parameters in this process: use only one set"
              .formatted(library));
    }
    return this;
  }

  /**
   * Returns this library, after {@code C_Initialize} if it was finalized.
   *
   * @throws HsmException if the library refuses, or a call of it has not returned
   */
  Cryptoki initialized() throws HsmException {
    if (calls.isInitialized()) {
      return this;
    }
    finalizeLibrary();
    calls.initialize(
        "C_Initialize of " + library,
        () -> {
          pkcs11 = LoadedLibraries.initialize(library, calls.epoch(), parameters);
          return true;
        });
    return this;
  }

  /**
   * Calls {@code C_Finalize} once running calls have returned. Does nothing if the library is not
   * initialized.
   *
   * @throws HsmException if the library refuses, or a call of it has not returned
   */
  void finalizeLibrary() throws HsmException {
    calls.finalizeLibrary(
        "C_Finalize of " + library,
        () -> {
          finalizeOnce();
          return true;
        });
  }

  private void finalizeOnce() throws PKCS11Exception {
    try {
      pkcs11.C_Finalize(null);
    } catch (PKCS11Exception e) {
      if (e.getErrorCode() != ReturnCode.CRYPTOKI_NOT_INITIALIZED) {
        throw e;
      }
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

  /** Returns the slots whose token identifies itself, and what the other slots returned. */
  public Slots slots() throws HsmException {
    List<Slot> slots = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    for (long id : calls.run("C_GetSlotList", () -> pkcs11.C_GetSlotList(true))) {
      try {
        CK_TOKEN_INFO info = calls.run("C_GetTokenInfo", () -> pkcs11.C_GetTokenInfo(id));
        slots.add(new Slot(id, identity(info), info.flags));
      } catch (HsmException e) {
        // Another partition may fail; a failure of ours shows when it is searched for.
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
   * The memory for private objects; absent if the token does not report it. NSS softokn always
   * reports one byte.
   */
  public Optional<TokenMemory> memory(Slot slot) throws HsmException {
    CK_TOKEN_INFO info = calls.run("C_GetTokenInfo", () -> pkcs11.C_GetTokenInfo(slot.id()));
    return info.ulFreePrivateMemory >= 0 && info.ulTotalPrivateMemory > 1
        ? Optional.of(new TokenMemory(info.ulFreePrivateMemory, info.ulTotalPrivateMemory))
        : Optional.empty();
  }

  /** The types of the token's mechanisms. */
  public Set<Long> mechanisms(Slot slot) throws HsmException {
    long[] types = calls.run("C_GetMechanismList", () -> pkcs11.C_GetMechanismList(slot.id()));
    return Arrays.stream(types).boxed().collect(Collectors.toUnmodifiableSet());
  }

  /** Opens a read-write session. */
  public CryptokiSession openSession(Slot slot) throws HsmException {
    long flags = CKF_SERIAL_SESSION | CKF_RW_SESSION;
    int now = calls.epoch();
    long handle =
        calls.run("C_OpenSession", now, () -> pkcs11.C_OpenSession(slot.id(), flags, null, null));
    return new CryptokiSession(calls, pkcs11, handle, now);
  }

  /** Decodes text of the wrapper, which returns one char for each byte of UTF-8. */
  static String text(char[] bytes) {
    return new String(new String(bytes).getBytes(ISO_8859_1), UTF_8);
  }
}
