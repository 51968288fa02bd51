package io.keyferry.cloud.event;

/**
 * AWS cannot do now what the request needs, but may a moment later. A direct caller gets a function
 * error, an HTTP caller 503 with {@code Retry-After}. It has no stack trace, because Lambda would
 * show it to the caller.
 */
public final class UnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** KMS's quotas are per second, its consistency takes "normally seconds". */
  static final int RETRY_AFTER_SECONDS = 10;

  /**
   * @param sentence which service did not answer, and what to do
   */
  public UnavailableException(String sentence, Throwable cause) {
    super(sentence, cause, false, false);
  }
}
