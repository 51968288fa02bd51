package io.keyferry.local.kms;

import io.keyferry.model.WrappingAlgorithm;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/** Opens {@code EncryptedKeyMaterial}, as the wrapping algorithm says. */
final class Unwrapping {

  private Unwrapping() {}

  /**
   * @throws KmsError if the ciphertext was not made with this algorithm for this key
   */
  static KeyBytes unwrap(WrappingAlgorithm algorithm, PrivateKey key, byte[] wrapped) {
    try {
      return switch (algorithm) {
        case RSAES_OAEP_SHA_1 -> new KeyBytes(oaep("SHA-1", key, wrapped));
        case RSAES_OAEP_SHA_256 -> new KeyBytes(oaep("SHA-256", key, wrapped));
        case RSA_AES_KEY_WRAP_SHA_1 -> new KeyBytes(twoSteps("SHA-1", key, wrapped));
        case RSA_AES_KEY_WRAP_SHA_256 -> new KeyBytes(twoSteps("SHA-256", key, wrapped));
        case RSAES_PKCS1_V1_5 ->
            throw new IllegalArgumentException("no token is issued for " + algorithm);
      };
    } catch (GeneralSecurityException e) {
      throw KmsError.invalidCiphertext().because(e);
    }
  }

  /**
   * RSAES-OAEP (RFC 8017) with one hash for both purposes; the JDK's own default for MGF1 is SHA-1.
   */
  private static byte[] oaep(String hash, PrivateKey key, byte[] wrapped)
      throws GeneralSecurityException {
    Cipher cipher = NativeCrypto.oaep();
    cipher.init(
        Cipher.DECRYPT_MODE,
        key,
        new OAEPParameterSpec(
            hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT));
    return cipher.doFinal(wrapped);
  }

  /** An AES key under OAEP comes first, then the material under that key (RFC 5649). */
  private static byte[] twoSteps(String hash, PrivateKey key, byte[] wrapped)
      throws GeneralSecurityException {
    int block = ((RSAKey) key).getModulus().bitLength() / Byte.SIZE;
    byte[] first = Arrays.copyOfRange(wrapped, 0, Math.min(block, wrapped.length));
    byte[] rest = Arrays.copyOfRange(wrapped, first.length, wrapped.length);
    Cipher cipher = Cipher.getInstance("AES/KWP/NoPadding");
    cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(oaep(hash, key, first), "AES"));
    return cipher.doFinal(rest);
  }
}
