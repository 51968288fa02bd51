package io.keyferry.kmsemulator.testing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/** The HSM's side of an import: wraps generated test keys. */
public final class Wrapper {

  private Wrapper() {}

  /**
   * Wraps as {@code WrappingAlgorithm} says.
   *
   * @param publicKey DER SubjectPublicKeyInfo
   */
  public static byte[] wrap(String algorithm, byte[] publicKey, byte[] material) {
    String hash = algorithm.endsWith("SHA_256") ? "SHA-256" : "SHA-1";
    try {
      PublicKey key =
          KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(publicKey));
      return algorithm.startsWith("RSA_AES_KEY_WRAP")
          ? twoSteps(hash, key, material)
          : oaep(hash, key, material);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("wrapping a test key failed", e);
    }
  }

  private static byte[] twoSteps(String hash, PublicKey key, byte[] material)
      throws GeneralSecurityException {
    byte[] aes = new byte[32];
    Arrays.fill(aes, (byte) 0x5a);
    Cipher cipher = Cipher.getInstance("AES/KWP/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(aes, "AES"));
    byte[] first = oaep(hash, key, aes);
    byte[] second = cipher.doFinal(material);
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] oaep(String hash, PublicKey key, byte[] material)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        key,
        new OAEPParameterSpec(
            hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT));
    return cipher.doFinal(material);
  }
}
