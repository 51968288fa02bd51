package io.keyferry.local.lambda;

/** How an invocation ended. */
public sealed interface InvocationResult {

  /** The function's answer, or the error object that Lambda returns in its place. */
  String payload();

  /** The function returned. */
  record Returned(String payload) implements InvocationResult {}

  /**
   * The function threw an exception, exited, or timed out: Lambda's "function error". The payload
   * is an object with {@code errorType} and {@code errorMessage}.
   */
  record Failed(String payload) implements InvocationResult {}
}
