package io.keyferry.agent.hsm.pkcs11;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.security.pkcs11.wrapper.CK_C_INITIALIZE_ARGS;
import sun.security.pkcs11.wrapper.PKCS11;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/** The PKCS#11 libraries of this process. Each is loaded once, and initialized when needed. */
public final class LoadedLibraries {

  private static final Logger LOG = LoggerFactory.getLogger(LoadedLibraries.class);

  private static final long CKF_OS_LOCKING_OK = 2;

  private static final Map<Path, Cryptoki> LOADED = new ConcurrentHashMap<>();

  /**
   * Set before C_Initialize, because the library stays in this process even if that fails or does
   * not return.
   */
  private static volatile boolean loading;

  private LoadedLibraries() {}

  /**
   * Loads and initializes the library if necessary.
   *
   * @param limit how long a call may take; the value of the first load applies
   * @throws HsmException if it cannot be loaded, or is loaded with other parameters
   */
  public static synchronized Cryptoki load(Path path, Optional<String> parameters, Duration limit)
      throws HsmException {
    Path library;
    try {
      library = path.toRealPath();
    } catch (IOException e) {
      throw notLoaded(path, e);
    }
    Optional<Cryptoki> known = Optional.ofNullable(LOADED.get(library));
    if (known.isPresent()) {
      return known.get().with(parameters).initialized();
    }
    NativeCalls calls = new NativeCalls(limit);
    loading = true;
    PKCS11 pkcs11 =
        calls.runOnce("C_Initialize of " + library, () -> initialize(library, 0, parameters));
    Cryptoki loaded = new Cryptoki(library, parameters, pkcs11, calls);
    LOADED.put(library, loaded);
    return loaded;
  }

  /**
   * Calls {@code C_Initialize}, which the JDK's wrapper does once for each spelling of a path.
   * Callers must use the returned functions from now on: p11-kit's client gives each caller of
   * {@code C_GetFunctionList} separate functions.
   *
   * @param times how often the library was initialized before
   */
  static PKCS11 initialize(Path library, int times, Optional<String> parameters)
      throws PKCS11Exception, HsmException {
    CK_C_INITIALIZE_ARGS args = new CK_C_INITIALIZE_ARGS();
    args.flags = CKF_OS_LOCKING_OK;
    parameters.ifPresent(text -> args.pReserved = text);
    try {
      return PKCS11.getInstance(spelling(library, times), null, args, false);
    } catch (IOException e) {
      throw notLoaded(library, e);
    }
  }

  /** Returns a different, short spelling of the path for each number. */
  static String spelling(Path library, int number) {
    String bits = number == 0 ? "" : Integer.toBinaryString(number);
    return library.getParent()
        + bits.replace("0", "//.").replace("1", "/.")
        + "/"
        + library.getFileName();
  }

  private static HsmException notLoaded(Path library, IOException cause) {
    return new HsmException(
        Fault.REFUSED,
        "expected a PKCS#11 library at %s, found none that loads (%s): check the path, and that the agent's user can read the HSM client's files"
            .formatted(library, cause.getMessage()),
        cause);
  }

  /**
   * Calls {@code C_Finalize}: every session and login of this process through the library ends, and
   * the next {@link #load} initializes it again. Does nothing if the library is not initialized.
   *
   * @throws HsmException if the library refuses, or a call of it has not returned
   */
  public static void finalizeLibrary(Path path) throws HsmException {
    Optional<Cryptoki> loaded = at(path);
    if (loaded.isPresent()) {
      loaded.get().finalizeLibrary();
    }
  }

  /** Whether a call of this library timed out and has not returned. */
  public static boolean hasStuckCall(Path path) {
    return at(path).filter(library -> library.calls().anyStuck()).isPresent();
  }

  private static Optional<Cryptoki> at(Path path) {
    return LOADED.values().stream().filter(library -> library.isAt(path)).findFirst();
  }

  /**
   * Finalizes all libraries within this time, as far as possible.
   *
   * @return whether any was loaded
   */
  public static boolean finalizeAll(Duration within) {
    if (loading) {
      Thread all =
          Thread.ofPlatform().daemon().name("finalize").start(LoadedLibraries::finalizeAll);
      try {
        all.join(within);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return loading;
  }

  private static void finalizeAll() {
    for (Cryptoki cryptoki : LOADED.values()) {
      try {
        cryptoki.finalizeLibrary();
      } catch (HsmException e) {
        LOG.debug("The process ends without C_Finalize: {}", e.getMessage());
      }
    }
  }
}
