package io.keyferry.kmsemulator.crypto;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/**
 * RSAES-OAEP (RFC 8017) with an empty label and one hash for both purposes; the JDK's own default
 * for MGF1 is SHA-1.
 */
public enum RsaOaep {
  SHA_1("SHA-1", 20),
  SHA_256("SHA-256", 32);

  private final String hash;
  private final int hashBytes;

  RsaOaep(String hash, int hashBytes) {
    this.hash = hash;
    this.hashBytes = hashBytes;
  }

  /** In bytes, under a key of this many bits (RFC 8017, 7.1.1). */
  public int maxPlaintext(int keyBits) {
    return keyBits / Byte.SIZE - 2 * hashBytes - 2;
  }

  public byte[] encrypt(PublicKey key, byte[] plain) throws GeneralSecurityException {
    return cipher(Cipher.ENCRYPT_MODE, key).doFinal(plain);
  }

  public byte[] decrypt(PrivateKey key, byte[] ciphertext) throws GeneralSecurityException {
    return cipher(Cipher.DECRYPT_MODE, key).doFinal(ciphertext);
  }

  private Cipher cipher(int mode, Key key) throws GeneralSecurityException {
    Cipher cipher = NativeCrypto.oaep();
    cipher.init(
        mode,
        key,
        new OAEPParameterSpec(
            hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT));
    return cipher;
  }
}
