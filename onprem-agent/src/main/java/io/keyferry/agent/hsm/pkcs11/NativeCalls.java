package io.keyferry.agent.hsm.pkcs11;

import io.keyferry.agent.hsm.CallObserver;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/**
 * Runs the calls of one library on a few platform threads and waits for each of them only so long:
 * a client whose HSM is gone may not return for minutes, and nothing can end its call.
 */
public final class NativeCalls {

  /** More than there are workers, so that a call that hangs for each of them leaves some. */
  static final int THREADS = 24;

  /** Luna allows a pair 45 minutes by default; RSA_4096 takes it a minute at worst. */
  private static final int KEY_PAIRS_TAKE_TIMES = 20;

  /** Luna's HA slot asks its members in turn, each for 20 s or more where it is unreachable. */
  private static final int MEMBERS_IN_TURN_TAKE_TIMES = 6;

  private static volatile CallObserver observer = CallObserver.NONE;

  private final Duration limit;
  private final Set<NativeCall<?>> stuck = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = threads();

  /**
   * Calls with a limit.
   *
   * @param limit how long a call may take; one that generates a key pair, initializes, finalizes,
   *     opens a session or logs in may take a multiple
   */
  NativeCalls(Duration limit) {
    this.limit = limit;
  }

  private static ExecutorService threads() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("pkcs11-", 1).factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Of every library in this process, as a library outlives whoever loads it. */
  public static void observe(CallObserver by) {
    observer = by;
  }

  /**
   * Runs a call.
   *
   * @param name begins with the function's, as {@code C_WrapKey}
   * @throws StuckCallException if it did not return in time
   * @throws HsmException {@code CALL_STUCK} if it was not begun in time
   */
  <T> T run(String name, Cryptoki.Call<T> call) throws PKCS11Exception, HsmException {
    long begun = System.nanoTime();
    boolean succeeded = false;
    try {
      T result = runWithin(name, call);
      succeeded = true;
      return result;
    } finally {
      observer.called(function(name), Duration.ofNanos(System.nanoTime() - begun), succeeded);
    }
  }

  private static String function(String name) {
    int blank = name.indexOf(' ');
    return blank < 0 ? name : name.substring(0, blank);
  }

  private <T> T runWithin(String name, Cryptoki.Call<T> call) throws PKCS11Exception, HsmException {
    NativeCall<T> running = new NativeCall<>(call);
    threads.execute(running);
    Duration patience = limit(name);
    if (running.await(patience)) {
      return running.result();
    }
    if (!running.abandon()) {
      throw new HsmException(
          Fault.CALL_STUCK,
          "%s was not begun within %d s, as %d other calls have not returned: look at the network and at the HSM"
              .formatted(name, patience.toSeconds(), THREADS));
    }
    stuck.add(running);
    running.afterwards(() -> stuck.remove(running));
    throw new StuckCallException(
        name,
        running,
        "%s has not returned within %d s, so whether it was done is not known: look at the network and at the HSM"
            .formatted(name, patience.toSeconds()));
  }

  /** Whether a call that was given up on has not returned yet. */
  boolean anyStuck() {
    return !stuck.isEmpty();
  }

  /** How long a call may take that needs no more than one answer of one HSM. */
  Duration limit() {
    return limit;
  }

  private Duration limit(String name) {
    return switch (function(name)) {
      case "C_GenerateKeyPair" -> limit.multipliedBy(KEY_PAIRS_TAKE_TIMES);
      case "C_Initialize", "C_Finalize", "C_OpenSession", "C_Login" ->
          limit.multipliedBy(MEMBERS_IN_TURN_TAKE_TIMES);
      default -> limit;
    };
  }
}
