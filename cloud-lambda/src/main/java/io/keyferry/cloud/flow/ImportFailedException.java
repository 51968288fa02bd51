package io.keyferry.cloud.flow;

import io.keyferry.model.message.Failure;

/** An import that cannot go on and has to end with this failure. */
final class ImportFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  ImportFailedException(Failure failure) {
    super(failure.code() + ": " + failure.reason());
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
