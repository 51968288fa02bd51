package io.keyferry.agent.hsm.testing;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.token.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A PKCS#11 library that wraps a real one and injects faults, in this process or in any other that
 * loads {@link #library()}. Its handling of PINs and handles is always on: wrong PINs are counted
 * and handles become invalid as on a Luna.
 *
 * <pre>{@code
 * faults.answer("C_WrapKey", 0x30).once();
 * faults.answer("C_GenerateKey", 0x80000024L).afterDoing().times(2);
 * faults.hang("C_WrapKey").once();
 * faults.awaitHeld("C_WrapKey");
 * faults.clear();
 * }</pre>
 */
public final class FaultInjector implements AutoCloseable {

  private static final String ANY_CALL = "*";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(5);

  private final Path library;
  private final FaultControl control;
  private final FaultLog log;
  private final Set<FaultLog.Held> awaited = new HashSet<>();

  /**
   * @param real the library that it wraps
   * @param pin the user PIN of the one token that is used through it
   * @param folder where its files go; one for each injector
   */
  public FaultInjector(Path real, String pin, Path folder) throws IOException {
    library = folder.toAbsolutePath().resolve("pkcs11-faults.so");
    FaultLibrary.copyTo(library);
    control = new FaultControl(library.resolveSibling(library.getFileName() + ".control"));
    log = new FaultLog(library.resolveSibling(library.getFileName() + ".log"));
    control.start(real, pin);
  }

  /** The library to load instead of the real one. */
  public Path library() {
    return library;
  }

  /** Answers a call with this code, by default instead of doing it. */
  public FaultRule answer(String call, long code) throws IOException {
    if (code == 0) {
      throw new IllegalArgumentException("expected a code that is a failure, found CKR_OK");
    }
    return rule("answer", call, Long.toHexString(code));
  }

  /** Delays a call. */
  public FaultRule delay(String call, Duration time) throws IOException {
    return rule("delay", call, Long.toString(time.toMillis()));
  }

  /** Holds a call until it is cleared; then it continues normally. */
  public FaultRule hang(String call) throws IOException {
    return rule("hang", call, "0");
  }

  private FaultRule rule(String kind, String call, String value) throws IOException {
    requireKnown(call);
    return new FaultRule((name, rest) -> control.add(name, kind, rest), call, value);
  }

  private static void requireKnown(String call) throws IOException {
    if (!call.equals(ANY_CALL) && !FaultLibrary.source().contains("  F(" + call + ", (")) {
      throw new IllegalArgumentException("expected a PKCS#11 function or *, found " + call);
    }
  }

  /** Clears all faults, and releases the held calls. */
  public void clear() throws IOException {
    control.clear();
  }

  /** Clears the faults of this call only. */
  public void clear(String call) throws IOException {
    control.clear(call);
  }

  /** Makes the token report that it is a Luna partition, from now on. */
  public void luna() throws IOException {
    control.add("luna");
  }

  /** Offers AES-KWP under Luna's code only, from now on. */
  public void lunaKwp() throws IOException {
    control.add("luna-kwp");
  }

  /** Generates RSA key pairs by Luna's codes for FIPS mode only, from now on. */
  public void lunaFipsRsa() throws IOException {
    control.add("luna-fips-rsa");
  }

  /** Removes a mechanism from the token's list, from now on. */
  public void without(long mechanism) throws IOException {
    control.add("without " + Long.toHexString(mechanism));
  }

  /** Makes the token report these numbers of bytes for private objects, from now on. */
  public void memory(long free, long total) throws IOException {
    control.add("memory %d %d".formatted(free, total));
  }

  /** Sets an environment variable in the processes that initialize the library from now on. */
  public void environment(String name, String value) throws IOException {
    control.add("environment " + name + " " + value);
  }

  /** Initializes the real library with these parameters, whatever the caller passes. */
  public void libraryParameters(String parameters) throws IOException {
    control.add("parameters " + parameters);
  }

  /** Changes the PIN in the HSM, which logs everybody out. */
  public void changePin(String accepted) throws IOException {
    control.changePin(accepted);
  }

  /** Every call that has ended, of all processes. */
  public List<LoggedCall> calls() throws IOException {
    return log.ended();
  }

  /** The number of calls of this function that have ended, successful or not. */
  public int calls(String name) throws IOException {
    return Math.toIntExact(calls().stream().filter(call -> call.name().equals(name)).count());
  }

  /** Waits for a held call of this function that no earlier call of this method returned. */
  public void awaitHeld(String call) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (log.held().stream().noneMatch(held -> held.name().equals(call) && awaited.add(held))) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("expected a call of " + call + " that hangs, found none");
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** Releases the library in this process. */
  @Override
  public void close() throws IOException, HsmException {
    clear();
    Tokens.finalizeLibrary(library);
  }
}
