package io.keyferry.cloud.kms;

/**
 * A random value that is stored before {@code CreateKey} and that the new key carries as a tag.
 * Whoever plants a key under an import's id does not know it.
 *
 * @param value as the tag has it
 */
public record CreationNonce(String value) {

  /** No log shows it. */
  @Override
  public String toString() {
    return "CreationNonce[…]";
  }
}
