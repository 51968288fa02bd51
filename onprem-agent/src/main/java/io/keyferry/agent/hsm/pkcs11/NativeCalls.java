package io.keyferry.agent.hsm.pkcs11;

import io.keyferry.agent.hsm.CallObserver;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/**
 * Runs the calls of one library on a few platform threads, with a timeout for each: the client of
 * an unreachable HSM may not return for minutes, and nothing can end its call.
 *
 * <p>Calls run concurrently, except {@code C_Initialize} and {@code C_Finalize}: PKCS#11 leaves
 * their behavior undefined while other calls run.
 */
public final class NativeCalls {

  /** A call of the JDK's wrapper. */
  @FunctionalInterface
  interface Call<T> {
    T run() throws PKCS11Exception, HsmException;
  }

  private enum State {
    INITIALIZED,
    FINALIZED,
    /** {@code C_Initialize} or {@code C_Finalize} was called and has not succeeded. */
    UNKNOWN
  }

  /** More than there are workers, so that threads remain even if each worker has a stuck call. */
  static final int THREADS = 24;

  /** Luna allows 45 minutes for a key pair by default; RSA_4096 takes a minute at worst. */
  private static final int KEY_PAIRS_TAKE_TIMES = 20;

  /** Luna's HA slot calls its members in turn, and waits 20 s or more for each unreachable one. */
  private static final int MEMBERS_IN_TURN_TAKE_TIMES = 6;

  /** The retries of a call to a busy HSM. The wait doubles each time. */
  private static final int RETRIES = 3;

  private static final Duration FIRST_WAIT = Duration.ofMillis(100);

  private static volatile CallObserver observer = CallObserver.NONE;

  private final Duration limit;
  private final Set<Running<?>> stuck = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = threads();

  /** Shared by calls, exclusive for initializing and finalizing. */
  private final ReadWriteLock inCall = new ReentrantReadWriteLock();

  /**
   * How often the library was finalized: an earlier handle may refer to another object afterwards.
   */
  private final AtomicInteger epoch = new AtomicInteger();

  private volatile State state = State.INITIALIZED;

  /**
   * Creates the calls of a library, which the first call initializes.
   *
   * @param limit the timeout of a call; generating a key pair, initializing, finalizing, opening a
   *     session or logging in may take a multiple
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

  /** Sets the observer for every library in this process, because a library outlives its token. */
  public static void observe(CallObserver by) {
    observer = by;
  }

  /** The epoch of handles that are created from now on. */
  int epoch() {
    return epoch.get();
  }

  boolean isInitialized() {
    return state == State.INITIALIZED;
  }

  boolean isFinalized() {
    return state == State.FINALIZED;
  }

  /** Runs a call without handles. */
  <T> T run(String name, Call<T> call) throws HsmException {
    return run(name, epoch(), call);
  }

  /**
   * Runs a call and converts its return code to an exception that says what to do.
   *
   * @param name starts with the name of the function, such as {@code C_WrapKey}
   * @param known the epoch of the handles in the call
   * @throws StuckCallException if it did not return in time
   * @throws HsmException {@code CALL_STUCK} if it did not start in time, {@code HSM_LOST} if the
   *     library was finalized
   */
  <T> T run(String name, int known, Call<T> call) throws HsmException {
    Duration wait = FIRST_WAIT;
    for (int retry = 0; ; retry++) {
      try {
        return runOnce(name, () -> runUnlessFinalized(name, known, call));
      } catch (HsmException e) {
        if (e.fault() != Fault.BUSY || retry == RETRIES) {
          throw e;
        }
      }
      LockSupport.parkNanos(wait.toNanos());
      wait = wait.multipliedBy(2);
    }
  }

  private <T> T runUnlessFinalized(String name, int known, Call<T> call)
      throws PKCS11Exception, HsmException {
    inCall.readLock().lock();
    try {
      if (!isInitialized() || known != epoch()) {
        throw new HsmException(
            Fault.HSM_LOST, name + ": the library was finalized; open the token again");
      }
      return call.run();
    } finally {
      inCall.readLock().unlock();
    }
  }

  /** Runs a call in any state of the library, without retries. */
  <T> T runOnce(String name, Call<T> call) throws HsmException {
    long begun = System.nanoTime();
    boolean succeeded = false;
    try {
      T result = runWithin(name, call);
      succeeded = true;
      return result;
    } catch (PKCS11Exception e) {
      throw ReturnCode.of(e.getErrorCode()).in(name, e);
    } finally {
      observer.called(function(name), Duration.ofNanos(System.nanoTime() - begun), succeeded);
    }
  }

  /** Initializes the library, unless it is initialized. No other call runs meanwhile. */
  void initialize(String name, Call<Boolean> call) throws HsmException {
    switchTo(State.INITIALIZED, name, call);
  }

  /** Finalizes the library once running calls have returned, unless it is finalized. */
  void finalizeLibrary(String name, Call<Boolean> call) throws HsmException {
    switchTo(
        State.FINALIZED,
        name,
        () -> {
          epoch.incrementAndGet();
          return call.run();
        });
  }

  private void switchTo(State target, String name, Call<Boolean> call) throws HsmException {
    waitForCalls(name);
    try {
      if (state != target) {
        state = State.UNKNOWN;
        boolean _ = runOnce(name, call);
        state = target;
      }
    } finally {
      inCall.writeLock().unlock();
    }
  }

  private void waitForCalls(String name) throws HsmException {
    if (!anyStuck() && lockedWithin(limit)) {
      if (!anyStuck()) {
        return;
      }
      inCall.writeLock().unlock();
    }
    throw new HsmException(
        Fault.CALL_STUCK,
        "%s was not called, because another call of the library has not returned: check the network and the HSM, then restart the agent"
            .formatted(name));
  }

  private boolean lockedWithin(Duration within) {
    try {
      return inCall.writeLock().tryLock(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String function(String name) {
    int blank = name.indexOf(' ');
    return blank < 0 ? name : name.substring(0, blank);
  }

  private <T> T runWithin(String name, Call<T> call) throws PKCS11Exception, HsmException {
    Running<T> running = new Running<>(call);
    threads.execute(running);
    Duration timeout = limit(name);
    if (running.await(timeout)) {
      return running.result();
    }
    if (!running.abandon()) {
      throw new HsmException(
          Fault.CALL_STUCK,
          "%s did not start within %d s, because %d other calls have not returned: check the network and the HSM"
              .formatted(name, timeout.toSeconds(), THREADS));
    }
    stuck.add(running);
    running.afterwards(() -> stuck.remove(running));
    throw new StuckCallException(
        name,
        running,
        "%s has not returned within %d s, so its outcome is unknown: check the network and the HSM"
            .formatted(name, timeout.toSeconds()));
  }

  /** Whether a call that timed out has not returned yet. */
  boolean anyStuck() {
    return !stuck.isEmpty();
  }

  private Duration limit(String name) {
    return switch (function(name)) {
      case "C_GenerateKeyPair" -> limit.multipliedBy(KEY_PAIRS_TAKE_TIMES);
      case "C_Initialize", "C_Finalize", "C_OpenSession", "C_Login" ->
          limit.multipliedBy(MEMBERS_IN_TURN_TAKE_TIMES);
      default -> limit;
    };
  }

  /** One call to the library, run by one thread and awaited by another. */
  static final class Running<T> implements Runnable {

    private final Call<T> call;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private final AtomicBoolean taken = new AtomicBoolean();

    private Running(Call<T> call) {
      this.call = call;
    }

    @Override
    public void run() {
      if (taken.compareAndSet(false, true)) {
        try {
          outcome.complete(call.run());
        } catch (PKCS11Exception | HsmException | RuntimeException | Error e) {
          outcome.completeExceptionally(e);
        }
      }
    }

    /** Waits for the outcome despite interrupts; false if the time is up first. */
    private boolean await(Duration limit) {
      long end = System.nanoTime() + limit.toNanos();
      boolean interrupted = false;
      try {
        while (true) {
          try {
            outcome.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            return true;
          } catch (InterruptedException e) {
            interrupted = true;
          } catch (ExecutionException e) {
            return true;
          } catch (TimeoutException e) {
            return false;
          }
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    /**
     * Abandons the call. If no thread has started it, it never starts.
     *
     * @return whether it has started, and so may still be in the library
     */
    private boolean abandon() {
      return !taken.compareAndSet(false, true);
    }

    /** Runs the action at the end of the call, or now if it has ended. */
    void afterwards(Runnable action) {
      CompletableFuture<T> _ = outcome.whenComplete((result, failure) -> action.run());
    }

    /** Why the call failed. Only for a call that has ended. */
    Optional<HsmException> failure(String name) {
      if (!outcome.isCompletedExceptionally()) {
        return Optional.empty();
      }
      return Optional.of(
          switch (outcome.exceptionNow()) {
            case HsmException failure -> failure;
            case PKCS11Exception failure -> ReturnCode.of(failure.getErrorCode()).in(name, failure);
            case Throwable failure ->
                new HsmException(Fault.HSM_LOST, name + ": " + failure, failure);
          });
    }

    /** The result of the call, once {@link #await} has returned true. */
    private T result() throws PKCS11Exception, HsmException {
      try {
        return outcome.resultNow();
      } catch (IllegalStateException e) {
        switch (outcome.exceptionNow()) {
          case PKCS11Exception failure -> throw failure;
          case HsmException failure -> throw failure;
          case RuntimeException failure -> throw failure;
          case Throwable failure ->
              throw new IllegalStateException("internal error in a call", failure);
        }
      }
    }
  }
}
