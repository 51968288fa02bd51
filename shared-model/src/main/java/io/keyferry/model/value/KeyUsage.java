package io.keyferry.model.value;

/** What a KMS key is for: KMS {@code CreateKey}, {@code KeyUsage}. */
public enum KeyUsage {
  ENCRYPT_DECRYPT,
  SIGN_VERIFY,
  GENERATE_VERIFY_MAC,
  KEY_AGREEMENT
}
