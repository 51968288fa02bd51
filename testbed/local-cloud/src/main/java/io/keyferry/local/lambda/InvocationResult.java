package io.keyferry.local.lambda;

/** How an invocation ended. */
public sealed interface InvocationResult {

  /** What the function answered, or the error object that Lambda gives in its place. */
  String payload();

  /** The function returned. */
  record Returned(String payload) implements InvocationResult {}

  /**
   * The function threw, ended, or ran out of time: Lambda's "function error". The payload is an
   * object with {@code errorType} and {@code errorMessage}.
   */
  record Failed(String payload) implements InvocationResult {}
}
