package io.keyferry.kmsemulator.crypto;

import io.keyferry.kmsemulator.value.KmsKeyId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Plain key material: raw bytes for AES and HMAC, PKCS #8 (DER or BER) for key pairs. */
public final class KeyBytes {

  private final byte[] bytes;

  public KeyBytes(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  public static KeyBytes newAesKey(SecureRandom random) {
    return random(MaterialForm.AES_BYTES, random);
  }

  public static KeyBytes random(int length, SecureRandom random) {
    byte[] key = new byte[length];
    random.nextBytes(key);
    return new KeyBytes(key);
  }

  public byte[] toArray() {
    return bytes.clone();
  }

  int length() {
    return bytes.length;
  }

  /**
   * The {@code KeyMaterialId}: 64 hex digits, the same for the same bytes in the same KMS key,
   * different for another key. AWS does not publish how it computes the id.
   */
  public String materialId(KmsKeyId keyId) {
    byte[] key = keyId.value().getBytes(StandardCharsets.US_ASCII);
    ByteBuffer both = ByteBuffer.allocate(key.length + 1 + bytes.length);
    both.put(key).put((byte) 0).put(bytes);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(both.array());
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return bytes.length + " bytes of key material";
  }
}
