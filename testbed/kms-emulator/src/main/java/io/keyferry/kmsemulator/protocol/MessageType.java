package io.keyferry.kmsemulator.protocol;

/** What {@code Message} is: KMS {@code Sign} and {@code Verify}, {@code MessageType}. */
public enum MessageType {
  /** What is signed. */
  RAW,
  /** The hash of what is signed. */
  DIGEST,
  /** For ML-DSA, which no imported key has. */
  EXTERNAL_MU
}
