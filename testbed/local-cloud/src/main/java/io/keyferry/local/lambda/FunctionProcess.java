package io.keyferry.local.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A function with one execution environment: invocations run one after the other. If there is no
 * process, because none was started yet or it ended for any reason, the next invocation starts one,
 * as in Lambda.
 */
public final class FunctionProcess implements AutoCloseable {

  private final Function function;
  private final LambdaSettings settings;
  private final FunctionCommand command;
  private final FunctionLog log;
  private final ReentrantLock turn = new ReentrantLock(true);
  private Optional<ExecutionEnvironment> environment = Optional.empty();
  private boolean closed;

  private FunctionProcess(FunctionCommand command, FunctionLog log) {
    this.function = command.function();
    this.settings = command.settings();
    this.command = command;
    this.log = log;
  }

  /** A function without a process. */
  static FunctionProcess deploy(Function function, LambdaSettings settings, RuntimeClient client)
      throws IOException {
    FunctionLog log = new FunctionLog(settings.workFolder(), function.name(), settings.clock());
    return new FunctionProcess(new FunctionCommand(function, settings, client), log);
  }

  /** Starts the process unless one was started before, without waiting for it. */
  void start() {
    environment();
  }

  /** The deployed function. */
  public Function function() {
    return function;
  }

  /** The function's log file. */
  public Path logFile() {
    return log.file();
  }

  /** The id of the process that is running, or ran last. */
  public long pid() {
    return environment().process().pid();
  }

  /**
   * Starts the process unless one was started before, and waits until it requests its first
   * invocation.
   *
   * @throws FunctionStartException if it ended or took too long instead
   */
  public void awaitReady() throws InterruptedException {
    Optional<EnvironmentFault> fault = environment().awaitStart(settings.initTimeout());
    if (fault.isPresent()) {
      throw new FunctionStartException(
          function.name(), fault.get().payload("initialization"), log.file());
    }
  }

  /** Invokes the function and waits for its end, under a new request id. */
  public CompletedInvocation invoke(String payload) throws InterruptedException {
    return invoke(settings.requestId(), payload);
  }

  /**
   * Invokes the function and waits for its end.
   *
   * @param payload one JSON value
   */
  public CompletedInvocation invoke(String requestId, String payload) throws InterruptedException {
    return invoke(new Invocation(requestId, payload, Qualifier.NONE));
  }

  /**
   * Invokes the function by one of its aliases, which then appears in its {@code
   * InvokedFunctionArn}, and waits for its end, under a new request id.
   *
   * @param payload one JSON value
   * @throws IllegalArgumentException if it has no such alias
   */
  public CompletedInvocation invokeByAlias(String alias, String payload)
      throws InterruptedException {
    if (!function.aliases().contains(alias)) {
      throw new IllegalArgumentException(
          "expected one of the aliases " + function.aliases() + ", found " + alias);
    }
    return invoke(new Invocation(settings.requestId(), payload, Qualifier.of(alias)));
  }

  /**
   * One request to the function.
   *
   * @param payload one JSON value
   */
  record Invocation(String requestId, String payload, Qualifier qualifier) {}

  CompletedInvocation invoke(Invocation invocation) throws InterruptedException {
    String requestId = invocation.requestId();
    turn.lockInterruptibly();
    try {
      long before = log.length();
      log.platform("start", record(requestId).put("version", Qualifier.LATEST));
      long start = System.nanoTime();
      InvocationResult result = run(invocation);
      double millis = Math.ceil((System.nanoTime() - start) / 1e4) / 100;
      String status = result instanceof InvocationResult.Returned ? "success" : "error";
      log.platform("report", record(requestId).put("durationMs", millis).put("status", status));
      return new CompletedInvocation(requestId, result, log.tail(before));
    } finally {
      turn.unlock();
    }
  }

  private InvocationResult run(Invocation invocation) throws InterruptedException {
    ExecutionEnvironment present = environment();
    if (present.awaitStart(settings.initTimeout()).isEmpty()) {
      Optional<InvocationResult> result = present.run(pending(invocation), function.timeout());
      if (result.isPresent()) {
        return result.get();
      }
    }
    ExecutionEnvironment fresh = renew();
    Optional<EnvironmentFault> fault = fresh.awaitStart(settings.initTimeout());
    if (fault.isPresent()) {
      return ExecutionEnvironment.failed(fault.get(), invocation.requestId());
    }
    return fresh
        .run(pending(invocation), function.timeout())
        .orElseGet(() ->
            ExecutionEnvironment.failed(new EnvironmentFault.Exited(0), invocation.requestId()));
  }

  private PendingInvocation pending(Invocation invocation) {
    return new PendingInvocation(
        invocation.requestId(),
        invocation.payload(),
        settings.clock().instant().plus(function.timeout()),
        new FunctionArn(
            settings.region().id(), settings.account(), function.name(), invocation.qualifier()));
  }

  private synchronized ExecutionEnvironment environment() {
    return environment.isPresent() ? environment.get() : renew();
  }

  private synchronized ExecutionEnvironment renew() {
    if (closed) {
      throw new IllegalStateException("function " + function.name() + " is closed");
    }
    environment.ifPresent(ExecutionEnvironment::close);
    try {
      ExecutionEnvironment fresh = ExecutionEnvironment.start(command, log.file());
      environment = Optional.of(fresh);
      return fresh;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends SIGKILL to the process, whatever it is doing, and waits for its end. */
  public void kill() throws InterruptedException {
    environment().process().kill();
  }

  /** Stops the process for good; an invocation in progress fails. */
  @Override
  public synchronized void close() {
    closed = true;
    environment.ifPresent(ExecutionEnvironment::close);
  }

  FunctionLog log() {
    return log;
  }

  private static ObjectNode record(String requestId) {
    return Json.object().put("requestId", requestId);
  }
}
