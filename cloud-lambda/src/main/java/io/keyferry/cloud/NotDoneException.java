package io.keyferry.cloud;

/**
 * Thrown so that SQS delivers a message again. The log has the reason; it has no stack trace,
 * because the runtime logs what is thrown.
 */
final class NotDoneException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotDoneException(String message) {
    super(message, null, false, false);
  }
}
