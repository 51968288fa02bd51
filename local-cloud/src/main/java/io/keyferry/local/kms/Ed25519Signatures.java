package io.keyferry.local.kms;

import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Ed25519 over a message and Ed25519ph over its SHA-512 digest, which the JDK does not take;
 * signatures of 64 bytes (RFC 8032).
 */
final class Ed25519Signatures {

  /** Ed25519ph has a context (RFC 8032, 5.1), and KMS's is empty. */
  private static final byte[] NO_CONTEXT = {};

  private Ed25519Signatures() {}

  static byte[] sign(KeyBytes key, SignedMessage message) {
    Ed25519PrivateKeyParameters privateKey =
        (Ed25519PrivateKeyParameters) ImportedKeyPair.privateKey(key);
    byte[] bytes = message.bytes();
    byte[] signature = new byte[Ed25519PrivateKeyParameters.SIGNATURE_SIZE];
    switch (message.algorithm()) {
      case ED25519_PH_SHA_512 ->
          privateKey.sign(
              Ed25519.Algorithm.Ed25519ph, NO_CONTEXT, bytes, 0, bytes.length, signature, 0);
      default ->
          privateKey.sign(Ed25519.Algorithm.Ed25519, null, bytes, 0, bytes.length, signature, 0);
    }
    return signature;
  }

  static boolean verify(KeyBytes key, SignedMessage message, byte[] signed) {
    if (signed.length != Ed25519PrivateKeyParameters.SIGNATURE_SIZE) {
      return false;
    }
    Ed25519PublicKeyParameters publicKey =
        (Ed25519PublicKeyParameters) ImportedKeyPair.publicHalf(key);
    byte[] bytes = message.bytes();
    return switch (message.algorithm()) {
      case ED25519_PH_SHA_512 ->
          publicKey.verify(
              Ed25519.Algorithm.Ed25519ph, NO_CONTEXT, bytes, 0, bytes.length, signed, 0);
      default ->
          publicKey.verify(Ed25519.Algorithm.Ed25519, null, bytes, 0, bytes.length, signed, 0);
    };
  }
}
