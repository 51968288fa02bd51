package io.keyferry.kmsemulator.crypto;

import io.keyferry.kmsemulator.protocol.SigningAlgorithm;
import java.security.SecureRandom;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.Prehash;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.signers.RSADigestSigner;

/**
 * RSASSA-PKCS1-v1_5 and RSASSA-PSS (RFC 8017) over a digest, which the JDK does not support. PSS as
 * in KMS: one hash for message and MGF1, a salt as long as the hash.
 */
final class RsaSignatures {

  private RsaSignatures() {}

  static byte[] sign(KeyBytes key, SignedMessage message, SecureRandom random) {
    Signer signer = signer(message.algorithm());
    signer.init(true, new ParametersWithRandom(ImportedKeyPair.privateKey(key), random));
    byte[] digest = message.digest();
    signer.update(digest, 0, digest.length);
    try {
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw new IllegalStateException("a checked key can sign", e);
    }
  }

  static boolean verify(KeyBytes key, SignedMessage message, byte[] signed) {
    Signer signer = signer(message.algorithm());
    signer.init(false, ImportedKeyPair.publicHalf(key));
    byte[] digest = message.digest();
    signer.update(digest, 0, digest.length);
    return signer.verifySignature(signed);
  }

  private static Signer signer(SigningAlgorithm algorithm) {
    return switch (algorithm) {
      case RSASSA_PKCS1_V1_5_SHA_256, RSASSA_PKCS1_V1_5_SHA_384, RSASSA_PKCS1_V1_5_SHA_512 ->
          new RSADigestSigner(Prehash.forDigest(hash(algorithm)));
      case RSASSA_PSS_SHA_256, RSASSA_PSS_SHA_384, RSASSA_PSS_SHA_512 ->
          PSSSigner.createRawSigner(new RSABlindedEngine(), hash(algorithm));
      default -> throw new IllegalArgumentException(algorithm + " is not for RSA keys");
    };
  }

  private static Digest hash(SigningAlgorithm algorithm) {
    return switch (algorithm.hashBytes()) {
      case 32 -> new SHA256Digest();
      case 48 -> new SHA384Digest();
      default -> new SHA512Digest();
    };
  }
}
