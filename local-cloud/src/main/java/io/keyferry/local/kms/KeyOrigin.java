package io.keyferry.local.kms;

/** Where a key's material comes from: KMS {@code CreateKey}, {@code Origin}. */
enum KeyOrigin {
  AWS_KMS,
  EXTERNAL
}
