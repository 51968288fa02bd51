package io.keyferry.cloud.kms;

/** KMS gave no answer, or one that says nothing about the next try. */
public final class KmsUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What is known of the call. */
  private enum Cause {
    /** Nothing: it may have been done. */
    UNKNOWN,
    /** KMS refused for the rate alone: certainly nothing was done. */
    THROTTLED,
    /** KMS does not know everywhere yet what it will know in some minutes. */
    TOO_EARLY
  }

  private final Cause why;

  /** The invocation stops before it does something that it cannot know. */
  public KmsUnavailableException(String message) {
    super(message);
    this.why = Cause.UNKNOWN;
  }

  /**
   * No answer, or none that counts.
   *
   * @param throttled KMS refused for the rate alone: certainly nothing was done
   */
  public KmsUnavailableException(String message, boolean throttled, Throwable cause) {
    super(message, cause);
    this.why = throttled ? Cause.THROTTLED : Cause.UNKNOWN;
  }

  private KmsUnavailableException(String message, KmsRefusedException cause) {
    super(message, cause);
    this.why = Cause.TOO_EARLY;
  }

  /** A refusal that KMS may give only because something is minutes old. */
  public static KmsUnavailableException tooEarly(KmsRefusedException refused) {
    return new KmsUnavailableException(
        "KMS may not know yet what is minutes old: " + refused.sentence(), refused);
  }

  public boolean throttled() {
    return why == Cause.THROTTLED;
  }

  /** Whether waiting some minutes is all that is needed. */
  public boolean tooEarly() {
    return why == Cause.TOO_EARLY;
  }
}
