package io.keyferry.model.value;

import io.avaje.jsonb.Json;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A short value that lets two holders of an AES key check that they hold the same key, without
 * revealing it.
 *
 * @param method how it was computed
 * @param value lower-case hex, as long as the method says
 */
@Json
public record KeyCheckValue(Method method, String value) {

  /** The two methods used for AES. */
  public enum Method {
    /**
     * {@code CKA_CHECK_VALUE} of PKCS#11: the first 3 bytes of the encryption of a block of zeros.
     */
    AES_ECB(3),
    /** ANSI X9.24-1: the first 5 bytes of the AES-CMAC (RFC 4493) of a block of zeros. */
    AES_CMAC(5);

    private final int bytes;

    Method(int bytes) {
      this.bytes = bytes;
    }

    /** The length of the value in bytes. */
    public int bytes() {
      return bytes;
    }
  }

  /**
   * @throws InvalidValueException if the value is not lower-case hex of the method's length
   */
  public KeyCheckValue {
    if (!Pattern.matches("[0-9a-f]{" + 2 * method.bytes() + "}", value)) {
      throw InvalidValueException.of(
          "a key check value by " + method + " (" + method.bytes() + " bytes in lower-case hex)",
          value);
    }
  }

  /** Takes the leading bytes of a full block or MAC. */
  public static KeyCheckValue leading(Method method, byte[] block) {
    return new KeyCheckValue(method, HexFormat.of().formatHex(block, 0, method.bytes()));
  }

  @Override
  public String toString() {
    return value + " (" + method + ")";
  }
}
