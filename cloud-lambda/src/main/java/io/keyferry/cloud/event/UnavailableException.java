package io.keyferry.cloud.event;

/**
 * AWS does not do now what the request needs; it may a moment later. A direct caller gets a
 * function error, an HTTP caller 503 with {@code Retry-After}. It has no stack trace, as Lambda
 * would show that to the caller.
 */
public final class UnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** KMS's rates are by the second, its consistency "normally seconds". */
  static final int RETRY_AFTER_SECONDS = 10;

  /**
   * @param sentence what did not answer, and what to do
   */
  public UnavailableException(String sentence, Throwable cause) {
    super(sentence, cause, false, false);
  }
}
