package io.keyferry.cloud.kms;

import java.util.Optional;

/** KMS said no, and would say so again. The message is KMS's, with the name of its error. */
public final class KmsRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The refusals that an import treats differently. */
  public enum Kind {
    /** Of a new key this may mean that KMS does not know it everywhere yet. */
    NOT_FOUND,
    /** Of a new key this may mean that KMS does not know it everywhere yet. */
    INVALID_STATE,
    ALREADY_EXISTS,
    ACCESS_DENIED,
    /** The material does not unwrap, or is not what the key takes. */
    INVALID_CIPHERTEXT,
    /** The key has had other material. */
    INCORRECT_MATERIAL,
    /** The import token has run out or is not this key's. */
    UNUSABLE_TOKEN,
    /** Somebody has disabled the key. */
    DISABLED,
    MALFORMED_POLICY,
    /** The key was to have a policy, and the function may not bypass the lock-out check for it. */
    BYPASS_REFUSED,
    LIMIT_EXCEEDED,
    OTHER
  }

  private final Kind kind;
  private final transient Optional<String> requestId;

  /**
   * An answer of KMS.
   *
   * @param error KMS's name for it, such as {@code KMSInvalidStateException}
   * @param text KMS's text, which is empty for some errors
   * @param requestId KMS's, where the answer had one
   */
  public KmsRefusedException(
      Kind kind, String error, String text, Optional<String> requestId, Throwable cause) {
    super(text.isEmpty() ? error : error + ": " + text, cause);
    this.kind = kind;
    this.requestId = requestId;
  }

  public Kind kind() {
    return kind;
  }

  public Optional<String> requestId() {
    return requestId;
  }

  /** KMS's sentence; never null. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
