package io.keyferry.kmsemulator;

import io.keyferry.kmsemulator.protocol.SigningAlgorithm;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Verifies signatures over whole messages, and Ed25519ph over their digests as in KMS, with the
 * JDK's own providers; on secp256k1, which these lack, with BouncyCastle.
 */
final class OtherSignatures {

  private OtherSignatures() {}

  static byte[] sign(SigningAlgorithm algorithm, PrivateKey key, byte[] message)
      throws GeneralSecurityException {
    Signature signature = signature(algorithm, isOfTheJdk(key.getClass()));
    signature.initSign(key);
    signature.update(signedBytes(algorithm, message));
    return signature.sign();
  }

  static boolean verify(SigningAlgorithm algorithm, PublicKey key, byte[] message, byte[] signed)
      throws GeneralSecurityException {
    Signature signature = signature(algorithm, isOfTheJdk(key.getClass()));
    signature.initVerify(key);
    signature.update(signedBytes(algorithm, message));
    return signature.verify(signed);
  }

  private static byte[] signedBytes(SigningAlgorithm algorithm, byte[] message)
      throws GeneralSecurityException {
    return algorithm == SigningAlgorithm.ED25519_PH_SHA_512
        ? MessageDigest.getInstance(algorithm.hash()).digest(message)
        : message;
  }

  private static boolean isOfTheJdk(Class<?> key) {
    return !key.getPackageName().startsWith("org.bouncycastle");
  }

  private static Signature signature(SigningAlgorithm algorithm, boolean jdk)
      throws GeneralSecurityException {
    String hash = algorithm.hash();
    String shortHash = hash.replace("-", "");
    return switch (algorithm) {
      case RSASSA_PKCS1_V1_5_SHA_256, RSASSA_PKCS1_V1_5_SHA_384, RSASSA_PKCS1_V1_5_SHA_512 ->
          Signature.getInstance(shortHash + "withRSA", "SunRsaSign");
      case RSASSA_PSS_SHA_256, RSASSA_PSS_SHA_384, RSASSA_PSS_SHA_512 -> {
        Signature pss = Signature.getInstance("RSASSA-PSS", "SunRsaSign");
        pss.setParameter(
            new PSSParameterSpec(
                hash, "MGF1", new MGF1ParameterSpec(hash), algorithm.hashBytes(), 1));
        yield pss;
      }
      case ECDSA_SHA_256, ECDSA_SHA_384, ECDSA_SHA_512 ->
          jdk
              ? Signature.getInstance(shortHash + "withECDSA", "SunEC")
              : Signature.getInstance(shortHash + "withECDSA", new BouncyCastleProvider());
      case ED25519_SHA_512 -> Signature.getInstance("Ed25519", "SunEC");
      case ED25519_PH_SHA_512 -> {
        Signature prehashed = Signature.getInstance("Ed25519", "SunEC");
        prehashed.setParameter(new EdDSAParameterSpec(true));
        yield prehashed;
      }
    };
  }
}
