package io.keyferry.kmsemulator.key;

import io.keyferry.kmsemulator.protocol.Parameters;
import java.util.SortedMap;

/**
 * The algorithm and encryption context that a request names.
 *
 * @param algorithm {@code SYMMETRIC_DEFAULT} if the request names none
 */
public record EncryptionOptions(String algorithm, SortedMap<String, String> context) {

  static final String SYMMETRIC_DEFAULT = "SYMMETRIC_DEFAULT";

  /**
   * Reads algorithm and encryption context.
   *
   * @param side the prefix of the members' names: {@code Source} or {@code Destination} in {@code
   *     ReEncrypt}, otherwise empty
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
