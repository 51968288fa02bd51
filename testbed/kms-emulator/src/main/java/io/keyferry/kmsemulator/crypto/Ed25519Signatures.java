package io.keyferry.kmsemulator.crypto;

import io.keyferry.kmsemulator.protocol.SigningAlgorithm;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.Ed25519phSigner;

/**
 * Ed25519 and Ed25519ph (RFC 8032); signatures of 64 bytes.
 *
 * <p>KMS treats the given digest as Ed25519ph's message and hashes it once more: what KMS signs
 * verifies elsewhere only over the digest.
 */
public final class Ed25519Signatures {

  /** Ed25519ph has a context (RFC 8032, 5.1), and KMS's is empty. */
  private static final byte[] NO_CONTEXT = {};

  private Ed25519Signatures() {}

  public static byte[] sign(Ed25519PrivateKeyParameters key, SignedMessage message) {
    Signer signer = signer(message.algorithm());
    signer.init(true, key);
    update(signer, message);
    try {
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw new IllegalStateException("a checked key can sign", e);
    }
  }

  public static boolean verify(
      Ed25519PublicKeyParameters key, SignedMessage message, byte[] signed) {
    Signer signer = signer(message.algorithm());
    signer.init(false, key);
    update(signer, message);
    return signer.verifySignature(signed);
  }

  private static Signer signer(SigningAlgorithm algorithm) {
    return algorithm == SigningAlgorithm.ED25519_PH_SHA_512
        ? new Ed25519phSigner(NO_CONTEXT)
        : new Ed25519Signer();
  }

  private static void update(Signer signer, SignedMessage message) {
    byte[] bytes = message.bytes();
    signer.update(bytes, 0, bytes.length);
  }
}
