package io.keyferry.model.value;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A SHA-256 digest (FIPS 180-4) as 64 lower-case hex digits. */
public record Sha256(String hex) {

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  /**
   * @throws InvalidValueException if the value is not 64 lower-case hex digits
   */
  public Sha256 {
    if (!FORM.matcher(hex).matches()) {
      throw InvalidValueException.of("a SHA-256 digest (64 lower-case hex digits)", hex);
    }
  }

  /** The digest of the bytes. */
  public static Sha256 of(byte[] content) {
    return new Sha256(HexFormat.of().formatHex(digest(content)));
  }

  /** The 32 bytes of the digest. */
  public static byte[] digest(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
