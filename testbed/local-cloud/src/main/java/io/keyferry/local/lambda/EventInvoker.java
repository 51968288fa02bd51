package io.keyferry.local.lambda;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Lambda's asynchronous invocation: after a function error the event is retried with the same
 * request id, and then dropped with a line in the function's log.
 */
final class EventInvoker implements AutoCloseable {

  private final List<Duration> retryDelays;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  EventInvoker(List<Duration> retryDelays) {
    this.retryDelays = retryDelays;
  }

  /** Accepts the event and returns. */
  void accept(FunctionProcess function, FunctionProcess.Invocation invocation) {
    threads.execute(() -> deliver(function, invocation));
  }

  private void deliver(FunctionProcess function, FunctionProcess.Invocation invocation) {
    try {
      if (failed(function, invocation)) {
        for (Duration delay : retryDelays) {
          Thread.sleep(delay);
          if (!failed(function, invocation)) {
            return;
          }
        }
        drop(function, invocation.requestId(), "all attempts failed");
      }
    } catch (InterruptedException e) {
      drop(function, invocation.requestId(), "the local cloud is being closed");
    }
  }

  private static boolean failed(FunctionProcess function, FunctionProcess.Invocation invocation)
      throws InterruptedException {
    return function.invoke(invocation).result() instanceof InvocationResult.Failed;
  }

  private static void drop(FunctionProcess function, String requestId, String reason) {
    function
        .log()
        .platform("eventDropped", Json.object().put("requestId", requestId).put("reason", reason));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
