package io.keyferry.kmsemulator.crypto;

import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.value.KeySpec;

/** The required form of a key's material. KMS reports every violation as "invalid ciphertext". */
public final class MaterialForm {

  /** An AES-256 key. */
  public static final int AES_BYTES = 32;

  private static final int MAX_HMAC_BYTES = 128;

  private MaterialForm() {}

  /**
   * The material in the one form in which it is stored and compared: AES, HMAC and Ed25519 as they
   * came, RSA and ECC in DER, because KMS treats another encoding of the same key as the same key.
   *
   * @throws KmsError if a key of this spec cannot have this material
   */
  public static KeyBytes canonical(KeySpec spec, KeyBytes material) {
    boolean fits =
        switch (spec) {
          case SYMMETRIC_DEFAULT -> material.length() == AES_BYTES;
          case HMAC_224 -> isHmacKey(material, 28);
          case HMAC_256 -> isHmacKey(material, 32);
          case HMAC_384 -> isHmacKey(material, 48);
          case HMAC_512 -> isHmacKey(material, 64);
          case RSA_2048, RSA_3072, RSA_4096 -> ImportedKeyPair.isRsa(material, bits(spec));
          case ECC_NIST_P256 -> ImportedKeyPair.isOnCurve(material, "P-256");
          case ECC_NIST_P384 -> ImportedKeyPair.isOnCurve(material, "P-384");
          case ECC_NIST_P521 -> ImportedKeyPair.isOnCurve(material, "P-521");
          case ECC_SECG_P256K1 -> ImportedKeyPair.isOnCurve(material, "secp256k1");
          case ECC_NIST_EDWARDS25519 -> ImportedKeyPair.isEd25519(material);
        };
    if (!fits) {
      throw KmsError.invalidCiphertext();
    }
    return switch (spec) {
      case RSA_2048,
          RSA_3072,
          RSA_4096,
          ECC_NIST_P256,
          ECC_NIST_P384,
          ECC_NIST_P521,
          ECC_SECG_P256K1 ->
          ImportedKeyPair.inDer(material);
      default -> material;
    };
  }

  private static boolean isHmacKey(KeyBytes material, int shortest) {
    return material.length() >= shortest && material.length() <= MAX_HMAC_BYTES;
  }

  /** The length of the modulus. */
  public static int bits(KeySpec spec) {
    return switch (spec) {
      case RSA_2048 -> 2048;
      case RSA_3072 -> 3072;
      case RSA_4096 -> 4096;
      default -> throw new IllegalArgumentException(spec + " is no RSA key");
    };
  }
}
