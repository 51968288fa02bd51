package io.keyferry.cloud.flow;

/** KMS gave no answer, or one that says nothing about the next try. */
public final class KmsUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean throttled;

  /** Nobody answered wrongly: the invocation stops before it does something that it cannot know. */
  public KmsUnavailableException(String message) {
    super(message);
    this.throttled = false;
  }

  /**
   * No answer, or none that counts.
   *
   * @param throttled KMS refused for the rate alone: certainly nothing was done
   */
  public KmsUnavailableException(String message, boolean throttled, Throwable cause) {
    super(message, cause);
    this.throttled = throttled;
  }

  public boolean throttled() {
    return throttled;
  }
}
