package io.keyferry.local.kms;

/** What {@code Message} is: KMS {@code Sign} and {@code Verify}, {@code MessageType}. */
enum MessageType {
  /** What is signed. */
  RAW,
  /** The hash of what is signed. */
  DIGEST,
  /** For ML-DSA, which no imported key has. */
  EXTERNAL_MU
}
