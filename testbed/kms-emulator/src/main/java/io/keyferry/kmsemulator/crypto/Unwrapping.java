package io.keyferry.kmsemulator.crypto;

import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.value.WrappingAlgorithm;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.RSAKey;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** Unwraps {@code EncryptedKeyMaterial} with the given wrapping algorithm. */
public final class Unwrapping {

  private Unwrapping() {}

  /**
   * Unwraps key material.
   *
   * @throws KmsError if the ciphertext was not made with this algorithm for this key
   */
  public static KeyBytes unwrap(WrappingAlgorithm algorithm, PrivateKey key, byte[] wrapped) {
    try {
      return switch (algorithm) {
        case RSAES_OAEP_SHA_1 -> new KeyBytes(RsaOaep.SHA_1.decrypt(key, wrapped));
        case RSAES_OAEP_SHA_256 -> new KeyBytes(RsaOaep.SHA_256.decrypt(key, wrapped));
        case RSA_AES_KEY_WRAP_SHA_1 -> new KeyBytes(twoSteps(RsaOaep.SHA_1, key, wrapped));
        case RSA_AES_KEY_WRAP_SHA_256 -> new KeyBytes(twoSteps(RsaOaep.SHA_256, key, wrapped));
        case RSAES_PKCS1_V1_5 ->
            throw new IllegalArgumentException("no token is issued for " + algorithm);
      };
    } catch (GeneralSecurityException e) {
      throw KmsError.invalidCiphertext().because(e);
    }
  }

  /** An AES key under OAEP comes first, then the material under that key (RFC 5649). */
  private static byte[] twoSteps(RsaOaep oaep, PrivateKey key, byte[] wrapped)
      throws GeneralSecurityException {
    int block = ((RSAKey) key).getModulus().bitLength() / Byte.SIZE;
    byte[] first = Arrays.copyOfRange(wrapped, 0, Math.min(block, wrapped.length));
    byte[] rest = Arrays.copyOfRange(wrapped, first.length, wrapped.length);
    Cipher cipher = Cipher.getInstance("AES/KWP/NoPadding");
    cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(oaep.decrypt(key, first), "AES"));
    return cipher.doFinal(rest);
  }
}
