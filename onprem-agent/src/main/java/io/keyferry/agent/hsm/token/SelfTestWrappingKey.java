package io.keyferry.agent.hsm.token;

import io.keyferry.agent.hsm.pkcs11.Mechanism;
import io.keyferry.model.value.WrappingAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/** A wrapping key whose halves the agent both has, to open what the token wraps with it. */
final class SelfTestWrappingKey {

  static final int USUAL_BITS = 2048;

  private final KeyPair pair;

  private SelfTestWrappingKey(KeyPair pair) {
    this.pair = pair;
  }

  static SelfTestWrappingKey generate(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return new SelfTestWrappingKey(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has RSA", e);
    }
  }

  RSAPublicKey publicKey() {
    return (RSAPublicKey) pair.getPublic();
  }

  /** Why the two do not open to the same secret; absent if they do. */
  Optional<String> fault(Mechanism oaep, byte[] directly, byte[] hybrid) {
    byte[] secret;
    try {
      secret = open(oaep, directly);
    } catch (GeneralSecurityException e) {
      return Optional.of("the result of " + oaep + " does not open: " + e.getMessage());
    }
    byte[] other;
    try {
      other = openHybrid(oaep, hybrid);
    } catch (GeneralSecurityException e) {
      return Optional.of("its result does not open: " + e.getMessage());
    }
    return Arrays.equals(secret, other)
        ? Optional.empty()
        : Optional.of(
            "a secret of %d bytes opened to %d different bytes"
                .formatted(secret.length, other.length));
  }

  /** Opens a key that was wrapped with this algorithm under {@link #publicKey}. */
  byte[] open(WrappingAlgorithm algorithm, byte[] wrapped) throws GeneralSecurityException {
    Mechanism rsa = KeyWrap.rsa(algorithm);
    return algorithm.isHybrid() ? openHybrid(rsa, wrapped) : open(rsa, wrapped);
  }

  private byte[] openHybrid(Mechanism oaep, byte[] hybrid) throws GeneralSecurityException {
    int modulusBytes = publicKey().getModulus().bitLength() / 8;
    byte[] ephemeral = open(oaep, Arrays.copyOf(hybrid, modulusBytes));
    Cipher aesKwp = Cipher.getInstance("AES/KWP/NoPadding");
    aesKwp.init(Cipher.DECRYPT_MODE, new SecretKeySpec(ephemeral, "AES"));
    return aesKwp.doFinal(hybrid, modulusBytes, hybrid.length - modulusBytes);
  }

  private byte[] open(Mechanism rsa, byte[] block) throws GeneralSecurityException {
    return rsa.isOaep() ? openOaep(rsa, block) : openPkcs1(block);
  }

  private byte[] openPkcs1(byte[] block) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
    cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate());
    return cipher.doFinal(block);
  }

  private byte[] openOaep(Mechanism oaep, byte[] block) throws GeneralSecurityException {
    boolean sha1 = oaep == Mechanism.RSA_PKCS_OAEP_SHA_1;
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        pair.getPrivate(),
        new OAEPParameterSpec(
            sha1 ? "SHA-1" : "SHA-256",
            "MGF1",
            sha1 ? MGF1ParameterSpec.SHA1 : MGF1ParameterSpec.SHA256,
            PSource.PSpecified.DEFAULT));
    return cipher.doFinal(block);
  }
}
