package io.keyferry.local.lambda;

import java.nio.file.Path;

/** A function's process did not come to ask for invocations. */
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
