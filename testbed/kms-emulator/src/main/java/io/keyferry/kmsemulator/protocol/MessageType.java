package io.keyferry.kmsemulator.protocol;

/** What {@code Message} is: KMS {@code Sign} and {@code Verify}, {@code MessageType}. */
public enum MessageType {
  /** The message itself. */
  RAW,
  /** The hash of the message. */
  DIGEST,
  /** For ML-DSA, which no imported key has. */
  EXTERNAL_MU
}
