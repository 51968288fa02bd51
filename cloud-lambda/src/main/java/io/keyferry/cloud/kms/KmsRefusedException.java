package io.keyferry.cloud.kms;

import java.util.Optional;

/** KMS refused and would refuse again. The message is KMS's, with the name of its error. */
public final class KmsRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The refusals that an import treats differently. */
  public enum Kind {
    /** For a new key this may mean that KMS does not know it everywhere yet. */
    NOT_FOUND,
    /** For a new key this may mean that KMS does not know it everywhere yet. */
    INVALID_STATE,
    ALREADY_EXISTS,
    ACCESS_DENIED,
    /** The material does not unwrap, or is not what the key accepts. */
    INVALID_CIPHERTEXT,
    /** The key has had other material. */
    INCORRECT_MATERIAL,
    /** The import token has expired or is not this key's. */
    UNUSABLE_TOKEN,
    /** Someone has disabled the key. */
    DISABLED,
    MALFORMED_POLICY,
    /**
     * The request gives the key a policy, but the function may not bypass the lock-out check for
     * it.
     */
    BYPASS_REFUSED,
    LIMIT_EXCEEDED,
    OTHER
  }

  private final Kind kind;
  private final transient Optional<String> requestId;

  /**
   * A refusal by KMS.
   *
   * @param error the name of the error, such as {@code KMSInvalidStateException}
   * @param text KMS's text, which is empty for some errors
   * @param requestId KMS's, if the answer had one
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
