package io.keyferry.agent.hsm.token;

import io.keyferry.agent.hsm.CallObserver;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.LoginGuard;
import io.keyferry.agent.hsm.Pin;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSettings;
import io.keyferry.agent.hsm.pkcs11.Cryptoki;
import io.keyferry.agent.hsm.pkcs11.CryptokiSession;
import io.keyferry.agent.hsm.pkcs11.LoadedLibraries;
import io.keyferry.agent.hsm.pkcs11.NativeCalls;
import io.keyferry.agent.hsm.pkcs11.Slot;
import io.keyferry.agent.hsm.pkcs11.StuckCallException;
import io.keyferry.agent.hsm.pkcs11.TokenChoice;
import io.keyferry.agent.hsm.pkcs11.TokenFlags;
import io.keyferry.model.value.TokenIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens tokens. */
public final class Tokens {

  private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);

  private Tokens() {}

  /**
   * Loads the library and returns every visible token. Needs no login.
   *
   * @throws HsmException {@code REFUSED} if the library does not load
   */
  public static List<TokenIdentity> visible(TokenSettings settings) throws HsmException {
    return library(settings).slots().tokens().stream().map(Slot::identity).toList();
  }

  /**
   * Finds the token by its label (and serial, if given). Needs no login.
   *
   * @throws HsmException as {@link #open}
   */
  public static TokenView look(TokenSettings settings) throws HsmException {
    Cryptoki library = library(settings);
    return new TokenView(library, TokenChoice.of(settings).among(library.slots()));
  }

  private static Cryptoki library(TokenSettings settings) throws HsmException {
    return LoadedLibraries.load(
        settings.library(), settings.libraryParameters(), settings.callLimit());
  }

  /**
   * Loads the library, finds the token by its label (and serial, if given) and logs in once as
   * {@code CKU_USER}; on Luna that is the Crypto Officer. After {@link HsmException.Fault#PIN} the
   * caller must not try again with the same PIN: Luna locks a partition after ten tries.
   *
   * <p>A login applies to the whole process, so the PIN is not tried while another token object has
   * this token open.
   *
   * @param guard asked before the PIN is tried
   * @throws HsmException {@code REFUSED} if the library does not load or the label does not name
   *     one token; {@code HSM_LOST} if no token has the label (a Luna partition has no slot while
   *     its appliance is unreachable); {@code PIN} if the PIN is not accepted or the token reports
   *     that another try could lock it
   */
  public static Token open(TokenSettings settings, Pin pin, LoginGuard guard) throws HsmException {
    Cryptoki library = library(settings);
    Slot slot = TokenChoice.of(settings).among(library.slots());
    TokenFlags.checkBeforeLogin(slot);
    CryptokiSession login = library.openSession(slot);
    try {
      login(login, slot, pin, guard);
      return new Pkcs11Token(library, slot, library.mechanisms(slot), login);
    } catch (HsmException e) {
      closeAfter(e, login);
      throw e;
    }
  }

  private static void login(CryptokiSession session, Slot slot, Pin pin, LoginGuard guard)
      throws HsmException {
    TokenIdentity token = slot.identity();
    guard.before(token, pin);
    try {
      session.login(pin);
    } catch (StuckCallException e) {
      Pin copy = pin.copy();
      e.whenEnded(failure -> {
        try (copy) {
          ended(token, copy, failure, guard);
        } catch (HsmException unguarded) {
          LOG.warn(
              "A login ended late, and its outcome could not be stored: {}",
              unguarded.getMessage());
        }
      });
      throw e;
    } catch (HsmException e) {
      guard.failed(token, pin, e);
      throw e;
    }
    guard.accepted(token);
  }

  private static void ended(
      TokenIdentity token, Pin pin, Optional<HsmException> failure, LoginGuard guard)
      throws HsmException {
    if (failure.isPresent()) {
      guard.failed(token, pin, failure.get());
    } else {
      guard.accepted(token);
    }
  }

  private static void closeAfter(HsmException failure, CryptokiSession session) {
    try {
      session.close();
    } catch (HsmException e) {
      failure.addSuppressed(e);
    }
  }

  /** Sets the observer of all further PKCS#11 calls of this process, replacing any other. */
  public static void observe(CallObserver observer) {
    NativeCalls.observe(observer);
  }

  /**
   * Finalizes the library, so that the next {@link #open} initializes it again: Luna's client needs
   * this when all members of an HA group were lost, and to see a new partition. Every token of this
   * process that was opened through this library becomes unusable. Waits for running calls. Does
   * nothing if the library is not initialized.
   *
   * @throws HsmException if the library refuses, or a call of it has not returned: then only a
   *     restart of the process helps
   */
  public static void finalizeLibrary(Path library) throws HsmException {
    LoadedLibraries.finalizeLibrary(library);
  }

  /** Whether a call of this library timed out and has not returned. */
  public static boolean hasStuckCall(Path library) {
    return LoadedLibraries.hasStuckCall(library);
  }

  /**
   * Finalizes every library of this process, which is about to end. Ignores libraries that refuse
   * or do not return in time.
   *
   * @return whether any library was loaded
   */
  public static boolean finalizeAll(Duration within) {
    return LoadedLibraries.finalizeAll(within);
  }
}
