package io.keyferry.model.value;

import java.util.Base64;

/**
 * Bytes in a message: standard base64 with padding (RFC 4648, section 4), at most 6144 bytes, as in
 * KMS's own limits.
 */
public record Blob(String base64) {

  private static final int MAX_BYTES = 6144;

  /**
   * @throws InvalidValueException if the text is not the canonical base64 of 1 to 6144 bytes
   */
  public Blob {
    byte[] bytes = decode(base64);
    if (bytes.length == 0
        || bytes.length > MAX_BYTES
        || !Base64.getEncoder().encodeToString(bytes).equals(base64)) {
      throw invalid(base64);
    }
  }

  public static Blob of(byte[] bytes) {
    return new Blob(Base64.getEncoder().encodeToString(bytes));
  }

  public byte[] bytes() {
    return decode(base64);
  }

  /** The digest of the bytes, not of their base64. */
  public Sha256 sha256() {
    return Sha256.of(bytes());
  }

  /** Never the content: a blob may be a wrapped key. */
  @Override
  public String toString() {
    return bytes().length + " bytes, SHA-256 " + sha256();
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw invalid(base64);
    }
  }

  private static InvalidValueException invalid(String found) {
    return InvalidValueException.of(
        "1 to " + MAX_BYTES + " bytes in base64 with padding", found.length() + " characters");
  }
}
