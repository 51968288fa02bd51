package io.keyferry.agent.hsm;

import io.keyferry.agent.hsm.HsmException.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.security.pkcs11.wrapper.CK_C_INITIALIZE_ARGS;
import sun.security.pkcs11.wrapper.PKCS11;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/** The PKCS#11 libraries of this process: each is initialised once, until it is finalised. */
final class LoadedLibraries {

  private static final Logger LOG = LoggerFactory.getLogger(LoadedLibraries.class);
  private static final long CKF_OS_LOCKING_OK = 2;

  private static final Map<Path, Cryptoki> LOADED = new HashMap<>();

  /** Even if C_Initialize fails or does not return, the library is in this process. */
  private static volatile boolean loading;

  private LoadedLibraries() {}

  /**
   * Loads and initialises the library, once in a process.
   *
   * @param limit how long a call may take; that of the first load holds
   * @throws HsmException if it cannot be loaded, or is loaded with other parameters
   */
  static synchronized Cryptoki load(Path path, Optional<String> parameters, Duration limit)
      throws HsmException {
    Path library;
    try {
      library = path.toRealPath();
    } catch (IOException e) {
      throw notLoaded(path, e);
    }
    Optional<Cryptoki> last = Optional.ofNullable(LOADED.get(library));
    Optional<Cryptoki> running = last.filter(cryptoki -> !cryptoki.isFinalised());
    if (running.isPresent()) {
      return running.get().with(parameters);
    }
    int generation = last.map(cryptoki -> cryptoki.generation() + 1).orElse(0);
    NativeCalls calls = last.map(Cryptoki::calls).orElseGet(() -> new NativeCalls(limit));
    loading = true;
    PKCS11 pkcs11 = load(library, generation, parameters, calls);
    Cryptoki loaded = new Cryptoki(library, parameters, generation, pkcs11, calls);
    LOADED.put(library, loaded);
    return loaded;
  }

  private static PKCS11 load(
      Path library, int generation, Optional<String> parameters, NativeCalls calls)
      throws HsmException {
    CK_C_INITIALIZE_ARGS args = new CK_C_INITIALIZE_ARGS();
    args.flags = CKF_OS_LOCKING_OK;
    parameters.ifPresent(text -> args.pReserved = text);
    // The JDK initialises a library once for each spelling of its path, so each time wants its own.
    String spelling = library.getParent() + "/.".repeat(generation) + "/" + library.getFileName();
    String name = "C_Initialize of " + library;
    try {
      return calls.run(
          name,
          () -> {
            try {
              return PKCS11.getInstance(spelling, null, args, false);
            } catch (IOException e) {
              throw notLoaded(library, e);
            }
          });
    } catch (PKCS11Exception e) {
      throw ReturnCode.of(e.getErrorCode()).in(name, e);
    }
  }

  private static HsmException notLoaded(Path library, IOException cause) {
    return new HsmException(
        Fault.REFUSED,
        "expected a PKCS#11 library at %s, found none that loads (%s): check the path, and that the agent's user may read the HSM client's files"
            .formatted(library, cause.getMessage()),
        cause);
  }

  /**
   * {@code C_Finalize}: every session and login of this process through the library ends, and the
   * next {@link #load} initialises it anew. Does nothing if the library is not initialised.
   *
   * @throws HsmException if the library refuses, or a call is under way in another thread
   */
  static synchronized void finalise(Path path) throws HsmException {
    for (Cryptoki cryptoki : LOADED.values()) {
      if (!cryptoki.isFinalised() && cryptoki.isAt(path)) {
        cryptoki.finalise();
      }
    }
  }

  /**
   * Finalizes all of them, as far as they let it, within this time.
   *
   * @return whether any was loaded
   */
  static boolean finalizeAll(Duration within) {
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

  private static synchronized void finalizeAll() {
    for (Cryptoki cryptoki : LOADED.values()) {
      try {
        if (!cryptoki.isFinalised()) {
          cryptoki.finalise();
        }
      } catch (HsmException e) {
        LOG.debug("The process ends without C_Finalize: {}", e.getMessage());
      }
    }
  }
}
