package io.keyferry.cloud.aws;

import io.keyferry.model.value.KeyArn;

/** The cloud's signing key cannot be used now. The cause is not in any import. */
public final class SigningKeyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SigningKeyException(KeyArn key, String action, Throwable cause) {
    super(
        "%s with the signing key %s failed: %s. Check that KEYFERRY_SIGNING_KEY names an enabled ECC_NIST_P256 key for SIGN_VERIFY and that this function may use it."
            .formatted(action, key, cause.getMessage()),
        cause);
  }
}
