package io.keyferry.cloud.kms;

/**
 * A random value that is stored before {@code CreateKey} and that the new key has as a tag. Someone
 * who plants a key with an import's id does not know it.
 *
 * @param value of the tag
 */
public record CreationNonce(String value) {

  /** Hides the value from logs. */
  @Override
  public String toString() {
    return "CreationNonce[…]";
  }
}
