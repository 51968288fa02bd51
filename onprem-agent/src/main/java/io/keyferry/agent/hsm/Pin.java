package io.keyferry.agent.hsm;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** A token's PIN, during a login. Never a {@code String}, which cannot be wiped. */
public final class Pin implements AutoCloseable {

  private static final int MAX_BYTES_A_CHAR = 3;
  private static final int ITERATIONS = 600_000;
  private static final int FINGERPRINT_BITS = 256;

  private final char[] chars;
  private boolean wiped;

  /**
   * @param chars not copied: {@link #close()} wipes them
   * @throws IllegalArgumentException if the array is empty
   */
  public Pin(char[] chars) {
    if (chars.length == 0) {
      throw new IllegalArgumentException("expected a PIN, found none");
    }
    this.chars = chars;
  }

  /**
   * The PIN in the form that {@code C_Login} of the JDK's wrapper requires: one char for each byte
   * of its UTF-8 encoding. The caller wipes it.
   *
   * @throws IllegalStateException if the PIN was wiped
   */
  public synchronized char[] utf8Bytes() {
    if (wiped) {
      throw new IllegalStateException("the PIN was wiped; read it again to log in again");
    }
    ByteBuffer utf8 = ByteBuffer.allocate(chars.length * MAX_BYTES_A_CHAR);
    if (StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(chars), utf8, true).isError()) {
      throw new IllegalArgumentException("expected a PIN of Unicode characters, found half of one");
    }
    utf8.flip();
    char[] bytes = new char[utf8.remaining()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (char) Byte.toUnsignedInt(utf8.get());
    }
    Arrays.fill(utf8.array(), (byte) 0);
    return bytes;
  }

  /** Returns a copy that is wiped separately. */
  public synchronized Pin copy() {
    if (wiped) {
      throw new IllegalStateException("the PIN was wiped; read it again to log in again");
    }
    return new Pin(chars.clone());
  }

  /**
   * Returns a fingerprint that recognizes the PIN and reveals it only by long guessing: PBKDF2 with
   * HMAC-SHA-256 (RFC 8018), 32 bytes.
   *
   * @param salt 16 random bytes
   */
  public byte[] fingerprint(byte[] salt) {
    char[] bytes = utf8Bytes();
    PBEKeySpec spec = new PBEKeySpec(bytes, salt, ITERATIONS, FINGERPRINT_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has PBKDF2WithHmacSHA256", e);
    } finally {
      spec.clearPassword();
      Arrays.fill(bytes, '\0');
    }
  }

  @Override
  public synchronized void close() {
    Arrays.fill(chars, '\0');
    wiped = true;
  }

  @Override
  public String toString() {
    return "PIN (not shown)";
  }
}
