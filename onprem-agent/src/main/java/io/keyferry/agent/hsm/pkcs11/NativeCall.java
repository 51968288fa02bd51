package io.keyferry.agent.hsm.pkcs11;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/** One call into the library, run by one thread and waited for by another. */
final class NativeCall<T> implements Runnable {

  private final Cryptoki.Call<T> call;
  private final CompletableFuture<T> outcome = new CompletableFuture<>();
  private final AtomicBoolean taken = new AtomicBoolean();

  NativeCall(Cryptoki.Call<T> call) {
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
  boolean await(Duration limit) {
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
  boolean abandon() {
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

  /** What the call gave. To be asked for after {@link #await} has said true. */
  T result() throws PKCS11Exception, HsmException {
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
