package io.keyferry.cloud.kms;

/** KMS did not answer, or its answer says nothing about the next try. */
public final class KmsUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What is known about the call. */
  private enum Cause {
    /** Nothing: KMS may have carried it out. */
    UNKNOWN,
    /** KMS only throttled it: nothing was done. */
    THROTTLED,
    /** KMS needs some minutes to know something everywhere. */
    TOO_EARLY
  }

  private final Cause why;

  /** The invocation stops before a call whose outcome it could not learn. */
  public KmsUnavailableException(String message) {
    super(message);
    this.why = Cause.UNKNOWN;
  }

  /**
   * No answer, or none that is final.
   *
   * @param throttled KMS only throttled the call: nothing was done
   */
  public KmsUnavailableException(String message, boolean throttled, Throwable cause) {
    super(message, cause);
    this.why = throttled ? Cause.THROTTLED : Cause.UNKNOWN;
  }

  private KmsUnavailableException(String message, KmsRefusedException cause) {
    super(message, cause);
    this.why = Cause.TOO_EARLY;
  }

  /** A refusal that KMS may return only because something is minutes old. */
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
