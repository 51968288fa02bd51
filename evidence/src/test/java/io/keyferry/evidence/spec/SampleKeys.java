package io.keyferry.evidence.spec;

import io.keyferry.model.value.WrappingPublicKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys in memory that are wrapped as an HSM would do it. The wrapping key's private half is lost.
 */
final class SampleKeys {

  private static final OAEPParameterSpec OAEP =
      new OAEPParameterSpec(
          "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

  private final PublicKey wrapping;
  private final KeyPair pair;

  SampleKeys() throws GeneralSecurityException {
    this.wrapping = generate("RSA", 4096).getPublic();
    this.pair = generate("EC", 256);
  }

  private static KeyPair generate(String algorithm, int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  WrappingPublicKey wrappingKey() {
    return WrappingPublicKey.of(wrapping.getEncoded());
  }

  byte[] publicKey() {
    return pair.getPublic().getEncoded();
  }

  byte[] wrappedAes() throws GeneralSecurityException {
    return oaep(aes("key").getEncoded());
  }

  /** The private key under an ephemeral AES key, and before it that one under the wrapping key. */
  byte[] wrappedPair() throws GeneralSecurityException {
    Key ephemeral = aes("ephemeral key");
    Cipher kwp = Cipher.getInstance("AES/KWP/NoPadding");
    kwp.init(Cipher.WRAP_MODE, ephemeral);
    byte[] outer = oaep(ephemeral.getEncoded());
    byte[] inner = kwp.wrap(pair.getPrivate());
    return ByteBuffer.allocate(outer.length + inner.length).put(outer).put(inner).array();
  }

  String checkValue() throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, aes("key"));
    return HexFormat.of().formatHex(Arrays.copyOf(cipher.doFinal(new byte[16]), 3));
  }

  private byte[] oaep(byte[] key) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(Cipher.ENCRYPT_MODE, wrapping, OAEP);
    return cipher.doFinal(key);
  }

  private static Key aes(String name) throws GeneralSecurityException {
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest(("KeyFerry test vector: " + name).getBytes(StandardCharsets.UTF_8));
    return new SecretKeySpec(digest, "AES");
  }
}
