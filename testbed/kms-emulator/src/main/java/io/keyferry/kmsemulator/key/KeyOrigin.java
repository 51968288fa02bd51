package io.keyferry.kmsemulator.key;

/** Where a key's material comes from: KMS {@code CreateKey}, {@code Origin}. */
public enum KeyOrigin {
  AWS_KMS,
  EXTERNAL
}
