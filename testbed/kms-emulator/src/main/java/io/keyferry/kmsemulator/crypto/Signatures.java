package io.keyferry.kmsemulator.crypto;

import io.keyferry.kmsemulator.value.KeySpec;
import java.security.SecureRandom;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;

/** Signs and verifies with the private key of any spec. */
public final class Signatures {

  private Signatures() {}

  public static byte[] sign(
      KeySpec spec, KeyBytes key, SignedMessage message, SecureRandom random) {
    return switch (spec) {
      case RSA_2048, RSA_3072, RSA_4096 -> RsaSignatures.sign(key, message, random);
      case ECC_NIST_P256, ECC_NIST_P384, ECC_NIST_P521 -> EcdsaSignatures.sign(key, message);
      case ECC_SECG_P256K1 -> Secp256k1Signatures.sign(key, message, random);
      case ECC_NIST_EDWARDS25519 ->
          Ed25519Signatures.sign(
              (Ed25519PrivateKeyParameters) ImportedKeyPair.privateKey(key), message);
      case SYMMETRIC_DEFAULT, HMAC_224, HMAC_256, HMAC_384, HMAC_512 -> throw noPrivateKey(spec);
    };
  }

  /** Whether the signature verifies; false for malformed signatures. */
  public static boolean verify(KeySpec spec, KeyBytes key, SignedMessage message, byte[] signed) {
    return switch (spec) {
      case RSA_2048, RSA_3072, RSA_4096 -> RsaSignatures.verify(key, message, signed);
      case ECC_NIST_P256, ECC_NIST_P384, ECC_NIST_P521 ->
          EcdsaSignatures.verify(key, message, signed);
      case ECC_SECG_P256K1 -> Secp256k1Signatures.verify(key, message, signed);
      case ECC_NIST_EDWARDS25519 ->
          Ed25519Signatures.verify(
              (Ed25519PublicKeyParameters) ImportedKeyPair.publicHalf(key), message, signed);
      case SYMMETRIC_DEFAULT, HMAC_224, HMAC_256, HMAC_384, HMAC_512 -> throw noPrivateKey(spec);
    };
  }

  private static IllegalArgumentException noPrivateKey(KeySpec spec) {
    return new IllegalArgumentException("expected the spec of a key pair, found " + spec);
  }
}
