package io.keyferry.agent.hsm;

import io.keyferry.model.value.Blob;
import io.keyferry.model.value.KeyCheckValue;
import io.keyferry.model.value.WrappingAlgorithm;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.RFC5649WrapEngine;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** KMS's side of one import: the wrapping key's private half, in plain Java. */
public final class Unwrapping {

  private final KeyPair keyPair;

  public Unwrapping(int bits) {
    keyPair = generate(bits);
  }

  private static KeyPair generate(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has RSA", e);
    }
  }

  public RSAPublicKey publicKey() {
    return (RSAPublicKey) keyPair.getPublic();
  }

  /** The key that KMS receives. */
  public byte[] unwrap(WrappingAlgorithm algorithm, byte[] wrapped)
      throws GeneralSecurityException {
    return switch (algorithm) {
      case RSAES_PKCS1_V1_5 -> pkcs1().doFinal(wrapped);
      case RSAES_OAEP_SHA_1 -> oaep("SHA-1", MGF1ParameterSpec.SHA1).doFinal(wrapped);
      case RSAES_OAEP_SHA_256 -> oaep("SHA-256", MGF1ParameterSpec.SHA256).doFinal(wrapped);
      case RSA_AES_KEY_WRAP_SHA_1 -> hybrid(WrappingAlgorithm.RSAES_OAEP_SHA_1, wrapped);
      case RSA_AES_KEY_WRAP_SHA_256 -> hybrid(WrappingAlgorithm.RSAES_OAEP_SHA_256, wrapped);
    };
  }

  /** RFC 5649, by another implementation than the JDK's, which the agent itself uses. */
  private byte[] hybrid(WrappingAlgorithm oaep, byte[] wrapped) throws GeneralSecurityException {
    int modulusBytes = publicKey().getModulus().bitLength() / 8;
    byte[] ephemeral = unwrap(oaep, Arrays.copyOf(wrapped, modulusBytes));
    RFC5649WrapEngine engine = new RFC5649WrapEngine(AESEngine.newInstance());
    engine.init(false, new KeyParameter(ephemeral));
    try {
      return engine.unwrap(wrapped, modulusBytes, wrapped.length - modulusBytes);
    } catch (InvalidCipherTextException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private Cipher pkcs1() throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
    cipher.init(Cipher.DECRYPT_MODE, keyPair.getPrivate());
    return cipher;
  }

  private Cipher oaep(String hash, MGF1ParameterSpec mgf) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        keyPair.getPrivate(),
        new OAEPParameterSpec(hash, "MGF1", mgf, PSource.PSpecified.DEFAULT));
    return cipher;
  }

  /** The public half of a private key in PKCS #8, as DER SubjectPublicKeyInfo. */
  public static Blob publicKeyOf(byte[] material) throws IOException {
    AsymmetricKeyParameter half =
        switch (PrivateKeyFactory.createKey(PrivateKeyInfo.getInstance(material))) {
          case RSAPrivateCrtKeyParameters rsa ->
              new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent());
          case ECPrivateKeyParameters ec ->
              new ECPublicKeyParameters(
                  new FixedPointCombMultiplier().multiply(ec.getParameters().getG(), ec.getD()),
                  ec.getParameters());
          case Ed25519PrivateKeyParameters ed -> ed.generatePublicKey();
          case AsymmetricKeyParameter other -> throw new IllegalStateException(other.toString());
        };
    return Blob.of(SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(half).getEncoded("DER"));
  }

  /** Whether PKCS #8 names the algorithm that a DER SubjectPublicKeyInfo names. */
  public static boolean hasTheAlgorithmOf(Blob publicKey, byte[] material) {
    return PrivateKeyInfo.getInstance(material)
        .getPrivateKeyAlgorithm()
        .equals(SubjectPublicKeyInfo.getInstance(publicKey.bytes()).getAlgorithm());
  }

  /** The check value of a plaintext key, computed without the token. */
  public static KeyCheckValue checkValue(KeyCheckValue.Method method, byte[] key)
      throws GeneralSecurityException {
    return KeyCheckValue.leading(
        method,
        switch (method) {
          case AES_ECB -> encryptZeros(key);
          case AES_CMAC -> cmacOfZeros(key);
        });
  }

  private static byte[] encryptZeros(byte[] key) throws GeneralSecurityException {
    Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
    aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
    return aes.doFinal(new byte[16]);
  }

  private static byte[] cmacOfZeros(byte[] key) {
    CMac cmac = new CMac(AESEngine.newInstance());
    cmac.init(new KeyParameter(key));
    cmac.update(new byte[16], 0, 16);
    byte[] mac = new byte[16];
    cmac.doFinal(mac, 0);
    return mac;
  }
}
