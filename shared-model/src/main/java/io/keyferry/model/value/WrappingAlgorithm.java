package io.keyferry.model.value;

/** How the key is wrapped: KMS {@code GetParametersForImport}, {@code WrappingAlgorithm}. */
public enum WrappingAlgorithm {
  /** PKCS #1 v1.5. KMS has refused it since 10 October 2023. */
  RSAES_PKCS1_V1_5,
  /** OAEP with SHA-1 for both the hash and MGF1, empty label. */
  RSAES_OAEP_SHA_1,
  /** OAEP with SHA-256 for both the hash and MGF1, empty label. */
  RSAES_OAEP_SHA_256,
  /** An ephemeral AES key under OAEP-SHA-1, the target under that AES key (RFC 5649). */
  RSA_AES_KEY_WRAP_SHA_1,
  /** An ephemeral AES key under OAEP-SHA-256, the target under that AES key (RFC 5649). */
  RSA_AES_KEY_WRAP_SHA_256;

  /** Whether the key is wrapped under an ephemeral key, which is wrapped under the wrapping key. */
  public boolean isHybrid() {
    return this == RSA_AES_KEY_WRAP_SHA_1 || this == RSA_AES_KEY_WRAP_SHA_256;
  }
}
