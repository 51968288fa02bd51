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
 * Runs the calls of one library on a few platform threads and waits for each of them only so long:
 * a client whose HSM is gone may not return for minutes, and nothing can end its call.
 *
 * <p>Calls run beside each other; {@code C_Initialize} and {@code C_Finalize} run alone, as PKCS#11
 * leaves undefined what comes of them beside any other call.
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
    /** {@code C_Initialize} or {@code C_Finalize} was called, and has not succeeded. */
    UNKNOWN
  }

  /** More than there are workers, so that a call that hangs for each of them leaves some. */
  static final int THREADS = 24;

  /** Luna allows a pair 45 minutes by default; RSA_4096 takes it a minute at worst. */
  private static final int KEY_PAIRS_TAKE_TIMES = 20;

  /** Luna's HA slot asks its members in turn, each for 20 s or more where it is unreachable. */
  private static final int MEMBERS_IN_TURN_TAKE_TIMES = 6;

  /** A call of a busy HSM is retried so often, each time after twice the wait. */
  private static final int RETRIES = 3;

  private static final Duration FIRST_WAIT = Duration.ofMillis(100);

  private static volatile CallObserver observer = CallObserver.NONE;

  private final Duration limit;
  private final Set<Running<?>> stuck = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = threads();

  /** Calls share it; what initializes and finalizes has it alone. */
  private final ReadWriteLock inCall = new ReentrantReadWriteLock();

  /** How often the library was finalized: a handle of before may mean another object after. */
  private final AtomicInteger epoch = new AtomicInteger();

  private volatile State state = State.INITIALIZED;

  /**
   * The calls of a library that is initialized by the first of them.
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

  /** Of the handles that are made from now on. */
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
   * Runs a call and turns its return code into an exception that says what to do.
   *
   * @param name begins with the function's, as {@code C_WrapKey}
   * @param known the epoch of the handles in the call
   * @throws StuckCallException if it did not return in time
   * @throws HsmException {@code CALL_STUCK} if it was not begun in time, {@code HSM_LOST} if the
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

  /** Runs a call whatever the library's state is, and only once. */
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

  /** Initializes the library, alone, unless it is initialized. */
  void initialize(String name, Call<Boolean> call) throws HsmException {
    switchTo(State.INITIALIZED, name, call);
  }

  /** Finalizes the library when the calls under way have returned, unless it is finalized. */
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
        "%s was not called, as another call of the library has not returned: look at the network and at the HSM, then restart the agent"
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
          "%s was not begun within %d s, as %d other calls have not returned: look at the network and at the HSM"
              .formatted(name, timeout.toSeconds(), THREADS));
    }
    stuck.add(running);
    running.afterwards(() -> stuck.remove(running));
    throw new StuckCallException(
        name,
        running,
        "%s has not returned within %d s, so whether it was done is not known: look at the network and at the HSM"
            .formatted(name, timeout.toSeconds()));
  }

  /** Whether a call that was given up on has not returned yet. */
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

  /** One call into the library, run by one thread and waited for by another. */
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

    /** Waits for the outcome, whoever interrupts; false when the time is up before. */
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
     * Gives up on it: one that no thread has begun never begins.
     *
     * @return whether it has begun, and so may be in the library still
     */
    private boolean abandon() {
      return !taken.compareAndSet(false, true);
    }

    /** Runs this at the end of the call, or now if it has ended. */
    void afterwards(Runnable action) {
      CompletableFuture<T> _ = outcome.whenComplete((result, failure) -> action.run());
    }

    /** Why the call failed. For one that has ended. */
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

    /** What the call returned, once {@link #await} has returned true. */
    private T result() throws PKCS11Exception, HsmException {
      try {
        return outcome.resultNow();
      } catch (IllegalStateException e) {
        switch (outcome.exceptionNow()) {
          case PKCS11Exception failure -> throw failure;
          case HsmException failure -> throw failure;
          case RuntimeException failure -> throw failure;
          case Throwable failure -> throw new IllegalStateException("a fault in a call", failure);
        }
      }
    }
  }
}
