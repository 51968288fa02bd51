package io.keyferry.local.lambda;

import io.keyferry.local.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** One process of a function with its Runtime API, from start to end. */
final class ExecutionEnvironment implements AutoCloseable {

  private static final long LIVENESS_CHECK_MILLIS = 50;

  private final RuntimeApi api;
  private final ChildProcess process;

  /** Empty when ready. */
  private final CompletableFuture<Optional<EnvironmentFault>> start;

  private ExecutionEnvironment(RuntimeApi api, ChildProcess process) {
    this.api = api;
    this.process = process;
    this.start =
        api.asked()
            .thenApply(_ -> none())
            .applyToEither(
                api.initError().thenApply(error -> fault(new EnvironmentFault.InitFailed(error))),
                Function.identity())
            .applyToEither(
                process.onExit().thenApply(status -> fault(new EnvironmentFault.Exited(status))),
                Function.identity());
  }

  static ExecutionEnvironment start(FunctionCommand command, Path log) throws IOException {
    RuntimeApi api = new RuntimeApi();
    try {
      ChildProcess process =
          ChildProcess.start(
              command.words(),
              command.environment(api.hostAndPort()),
              command.settings().workFolder(),
              log);
      return new ExecutionEnvironment(api, process);
    } catch (IOException e) {
      api.close();
      throw e;
    }
  }

  /** Waits for the first {@code next}; kills a process that is too slow. */
  Optional<EnvironmentFault> awaitStart(Duration limit) throws InterruptedException {
    Optional<Optional<EnvironmentFault>> outcome = within(start, limit);
    if (outcome.isEmpty()) {
      process.kill();
    }
    return outcome.orElse(Optional.of(new EnvironmentFault.TimedOut(limit)));
  }

  /**
   * Runs one invocation; at its deadline, or if the caller gives up, the process is killed.
   *
   * @return empty if the process ended before it requested the invocation: another may run it
   */
  Optional<InvocationResult> run(PendingInvocation invocation, Duration timeout)
      throws InterruptedException {
    if (!hand(invocation, timeout)) {
      return Optional.empty();
    }
    String requestId = invocation.requestId();
    CompletableFuture<InvocationResult> outcome =
        invocation
            .result()
            .applyToEither(
                process
                    .onExit()
                    .thenApply(status -> failed(new EnvironmentFault.Exited(status), requestId)),
                Function.identity());
    boolean inTime = false;
    try {
      Optional<InvocationResult> result = within(outcome, timeout);
      inTime = result.isPresent();
      return Optional.of(result.orElse(failed(new EnvironmentFault.TimedOut(timeout), requestId)));
    } finally {
      if (!inTime) {
        process.kill();
      }
    }
  }

  private boolean hand(PendingInvocation invocation, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (process.isAlive() && System.nanoTime() < end) {
      if (api.hand(invocation, LIVENESS_CHECK_MILLIS)) {
        return true;
      }
    }
    return false;
  }

  ChildProcess process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
    api.close();
  }

  static InvocationResult failed(EnvironmentFault fault, String requestId) {
    return new InvocationResult.Failed(fault.payload(requestId));
  }

  private static Optional<EnvironmentFault> none() {
    return Optional.empty();
  }

  private static Optional<EnvironmentFault> fault(EnvironmentFault fault) {
    return Optional.of(fault);
  }

  private static <T> Optional<T> within(CompletableFuture<T> future, Duration limit)
      throws InterruptedException {
    try {
      return Optional.of(future.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("expected an outcome, found a fault", e);
    }
  }
}
