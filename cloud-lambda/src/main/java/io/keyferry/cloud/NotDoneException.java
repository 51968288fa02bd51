package io.keyferry.cloud;

/**
 * Thrown so that SQS delivers a message again. What it was is in the log; it has no stack trace, as
 * the runtime logs what is thrown.
 */
final class NotDoneException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotDoneException(String message) {
    super(message, null, false, false);
  }
}
