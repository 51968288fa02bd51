package io.keyferry.model.signed;

/**
 * A message that must not be acted on. The exception's text says what was expected and what was
 * found.
 */
public final class RejectedMessageException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What is wrong with it. */
  public enum Flaw {
    TOO_LONG,
    NOT_A_COMPACT_JWS,
    WRONG_HEADER,
    OTHER_SIGNER,
    SIGNATURE_INVALID,
    /** Signed by the right key, but not a well-formed message. */
    CONTENT_INVALID
  }

  private final Flaw flaw;

  RejectedMessageException(Flaw flaw, String message) {
    super(message);
    this.flaw = flaw;
  }

  public Flaw flaw() {
    return flaw;
  }
}
