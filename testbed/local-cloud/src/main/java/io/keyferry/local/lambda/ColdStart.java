package io.keyferry.local.lambda;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;

/**
 * The durations of a function's cold start.
 *
 * @param init from the start of the process until it requests its first invocation
 * @param firstResponse from then until it has answered
 */
public record ColdStart(Duration init, Duration firstResponse) {

  /**
   * Starts a process for the function, has it answer once and ends it.
   *
   * @param payload one JSON value
   * @param expected the expected answer
   * @throws FunctionStartException if it does not start
   * @throws IllegalStateException if it does not answer
   */
  public static ColdStart of(
      Function function,
      LambdaSettings settings,
      String payload,
      Class<? extends InvocationResult> expected)
      throws IOException, InterruptedException {
    RuntimeClient client = RuntimeClient.prepare(settings.runtimeLibrary(), settings.workFolder());
    long start = System.nanoTime();
    try (FunctionProcess process = FunctionProcess.deploy(function, settings, client)) {
      process.awaitReady();
      long ready = System.nanoTime();
      InvocationResult result = process.invoke(UUID.randomUUID().toString(), payload).result();
      if (!expected.isInstance(result)) {
        throw new IllegalStateException(function.name() + " answered " + result);
      }
      return new ColdStart(
          Duration.ofNanos(ready - start), Duration.ofNanos(System.nanoTime() - ready));
    }
  }
}
