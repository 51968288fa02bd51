package io.keyferry.kmsemulator.key;

import io.keyferry.kmsemulator.protocol.Parameters;
import java.util.SortedMap;

/**
 * How a request wants something encrypted, or says that it is.
 *
 * @param algorithm {@code SYMMETRIC_DEFAULT} if the request names none
 */
public record EncryptionOptions(String algorithm, SortedMap<String, String> context) {

  static final String SYMMETRIC_DEFAULT = "SYMMETRIC_DEFAULT";

  /**
   * Reads algorithm and encryption context.
   *
   * @param side what the members' names begin with: {@code Source} and {@code Destination} in
   *     {@code ReEncrypt}, else nothing
   */
  public static EncryptionOptions of(Parameters given, String side) {
    return new EncryptionOptions(
        given.optionalText(side + "EncryptionAlgorithm").orElse(SYMMETRIC_DEFAULT),
        given.texts(side + "EncryptionContext"));
  }

  boolean areSymmetric() {
    return algorithm.equals(SYMMETRIC_DEFAULT);
  }
}
