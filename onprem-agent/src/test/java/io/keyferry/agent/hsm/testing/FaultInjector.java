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
 * A PKCS#11 library that stands in front of a real one and fails on order, in this process or in
 * any other that loads {@link #library()}. What it does to PINs and handles is always on: they are
 * counted and die as on a Luna.
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
   * @param real the library that it stands before
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

  /** What is to be loaded instead of the real library. */
  public Path library() {
    return library;
  }

  /** Has a call answered with this code, instead of doing it if nothing else is said. */
  public FaultRule answer(String call, long code) throws IOException {
    if (code == 0) {
      throw new IllegalArgumentException("expected a code that is a failure, found CKR_OK");
    }
    return rule("answer", call, Long.toHexString(code));
  }

  /** Has a call take longer. */
  public FaultRule delay(String call, Duration time) throws IOException {
    return rule("delay", call, Long.toString(time.toMillis()));
  }

  /** Has a call not end until it is cleared; then it goes on as if nothing had been. */
  public FaultRule hang(String call) throws IOException {
    return rule("hang", call, "0");
  }

  private FaultRule rule(String kind, String call, String value) throws IOException {
    demandKnown(call);
    return new FaultRule((name, rest) -> control.add(name, kind, rest), call, value);
  }

  private static void demandKnown(String call) throws IOException {
    if (!call.equals(ANY_CALL) && !FaultLibrary.source().contains("  F(" + call + ", (")) {
      throw new IllegalArgumentException("expected a PKCS#11 function or *, found " + call);
    }
  }

  /** Takes back whatever was ordered for calls, and lets those go that hang. */
  public void clear() throws IOException {
    control.clear();
  }

  /** Takes back what was ordered for this call alone. */
  public void clear(String call) throws IOException {
    control.clear(call);
  }

  /** Has the token report that it is a Luna partition, from now on. */
  public void luna() throws IOException {
    control.add("luna");
  }

  /** Shows AES-KWP under Luna's code only, from now on. */
  public void lunaKwp() throws IOException {
    control.add("luna-kwp");
  }

  /** Makes RSA key pairs by Luna's codes for FIPS mode only, from now on. */
  public void lunaFipsRsa() throws IOException {
    control.add("luna-fips-rsa");
  }

  /** Leaves a mechanism out of the token's list, from now on. */
  public void without(long mechanism) throws IOException {
    control.add("without " + Long.toHexString(mechanism));
  }

  /** Has the token report so many bytes for private objects, from now on. */
  public void memory(long free, long total) throws IOException {
    control.add("memory %d %d".formatted(free, total));
  }

  /** Sets an environment variable in the processes that initialise the library from now on. */
  public void environment(String name, String value) throws IOException {
    control.add("environment " + name + " " + value);
  }

  /** Initialises the real library with these parameters, whatever the caller gives. */
  public void libraryParameters(String parameters) throws IOException {
    control.add("parameters " + parameters);
  }

  /** Changes the PIN as in the HSM, which logs everybody out. */
  public void changePin(String accepted) throws IOException {
    control.changePin(accepted);
  }

  /** Every call that has ended, of all processes. */
  public List<LoggedCall> calls() throws IOException {
    return log.ended();
  }

  /** How many calls of this function have ended, whatever came of them. */
  public int calls(String name) throws IOException {
    return Math.toIntExact(calls().stream().filter(call -> call.name().equals(name)).count());
  }

  /** Waits until a call of this function hangs that no earlier call of this method gave. */
  public void awaitHeld(String call) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (log.held().stream().noneMatch(held -> held.name().equals(call) && awaited.add(held))) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("expected a call of " + call + " that hangs, found none");
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** Lets go of the library in this process. */
  @Override
  public void close() throws IOException, HsmException {
    clear();
    Tokens.finalizeLibrary(library);
  }
}
