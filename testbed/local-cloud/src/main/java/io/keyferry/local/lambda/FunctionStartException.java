package io.keyferry.local.lambda;

import java.nio.file.Path;

/** A function's process ended or timed out before it requested an invocation. */
public final class FunctionStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  FunctionStartException(String function, String error, Path log) {
    super(
        "expected function "
            + function
            + " to start, found "
            + error
            + "; its log is "
            + log.toAbsolutePath());
  }
}
