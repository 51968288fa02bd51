package io.keyferry.local.kms;

import io.keyferry.model.value.KmsKeyId;
import io.keyferry.model.value.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** Plain key material: raw bytes for AES and HMAC, PKCS #8 (DER or BER) for key pairs. */
final class KeyBytes {

  private final byte[] bytes;

  KeyBytes(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  static KeyBytes newAesKey(SecureRandom random) {
    return random(MaterialForm.AES_BYTES, random);
  }

  static KeyBytes random(int length, SecureRandom random) {
    byte[] key = new byte[length];
    random.nextBytes(key);
    return new KeyBytes(key);
  }

  byte[] toArray() {
    return bytes.clone();
  }

  int length() {
    return bytes.length;
  }

  /**
   * The {@code KeyMaterialId}: 64 hex digits, the same for the same bytes in the same KMS key,
   * another for another key. How AWS computes it is not published.
   */
  String materialId(KmsKeyId keyId) {
    byte[] key = keyId.value().getBytes(StandardCharsets.US_ASCII);
    ByteBuffer both = ByteBuffer.allocate(key.length + 1 + bytes.length);
    return Sha256.of(both.put(key).put((byte) 0).put(bytes).array()).hex();
  }

  @Override
  public String toString() {
    return bytes.length + " bytes of key material";
  }
}
