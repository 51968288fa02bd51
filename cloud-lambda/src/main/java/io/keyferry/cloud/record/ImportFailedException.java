package io.keyferry.cloud.record;

import io.keyferry.model.message.Failure;

/** An import cannot continue and ends with this failure. */
public final class ImportFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  public ImportFailedException(Failure failure) {
    super(failure.code() + ": " + failure.reason());
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}
