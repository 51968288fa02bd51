package io.keyferry.agent.hsm;

import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.model.TokenIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Opens tokens. */
public final class Tokens {

  private Tokens() {}

  /**
   * Loads the library and tells of every token that it shows. Needs no login.
   *
   * @throws HsmException {@code REFUSED} if the library does not load
   */
  public static List<TokenIdentity> visible(TokenSettings settings) throws HsmException {
    return library(settings).slots().stream().map(Slot::identity).toList();
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
   * <p>A login holds for the whole process, so a PIN is not tried at all while another token object
   * has this token open.
   *
   * @param guard asked before the PIN is tried
   * @throws HsmException {@code REFUSED} if the library does not load or the label does not name
   *     one token; {@code HSM_LOST} if no token has the label (a Luna partition has no slot while
   *     its appliance cannot be reached); {@code PIN} if the PIN is not accepted or the token says
   *     that another try could lock it
   */
  public static Token open(TokenSettings settings, Pin pin, LoginGuard guard) throws HsmException {
    Cryptoki library = library(settings);
    Slot slot = TokenChoice.of(settings).among(library.slots());
    TokenFlags.checkBeforeLogin(slot);
    CryptokiSession login = library.openSession(slot);
    try {
      login(login, slot, pin, guard);
      library.losses().regained(Fault.LOGIN_LOST);
      return new Pkcs11Token(library, slot, library.mechanisms(slot), login);
    } catch (HsmException e) {
      closeAfter(e, login);
      throw e;
    }
  }

  private static void login(CryptokiSession session, Slot slot, Pin pin, LoginGuard guard)
      throws HsmException {
    guard.before(slot.identity(), pin);
    try {
      session.login(pin);
    } catch (HsmException e) {
      guard.failed(slot.identity(), pin, e);
      throw e;
    }
    guard.accepted(slot.identity());
  }

  private static void closeAfter(HsmException failure, CryptokiSession session) {
    try {
      session.close();
    } catch (HsmException e) {
      failure.addSuppressed(e);
    }
  }

  /** Has this one told of every PKCS#11 call of this process from now on, and nobody else. */
  public static void observe(CallObserver observer) {
    NativeCalls.observe(observer);
  }

  /**
   * Finalises the library, so that the next {@link #open} initialises it anew: Luna's client needs
   * this when all members of an HA group were lost, and to see a partition that came later. Every
   * token open through this library in this process is dead after it.
   *
   * @throws HsmException if the library refuses or another thread is in a call: then only a restart
   *     of the process is left
   */
  public static void finalise(Path library) throws HsmException {
    LoadedLibraries.finalise(library);
  }

  /**
   * Finalizes every library of this process, which is about to end. What refuses or does not return
   * in time is left.
   *
   * @return whether any library was loaded
   */
  public static boolean finalizeAll(Duration within) {
    return LoadedLibraries.finalizeAll(within);
  }
}
