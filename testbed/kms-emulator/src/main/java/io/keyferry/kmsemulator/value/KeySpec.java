package io.keyferry.kmsemulator.value;

/** The kind of KMS key: KMS {@code CreateKey}, {@code KeySpec}. */
public enum KeySpec {
  /** AES-256: exactly 32 bytes of key material. */
  SYMMETRIC_DEFAULT(Family.AES, 256),
  HMAC_224(Family.HMAC, 224),
  HMAC_256(Family.HMAC, 256),
  HMAC_384(Family.HMAC, 384),
  HMAC_512(Family.HMAC, 512),
  RSA_2048(Family.RSA, 2048),
  RSA_3072(Family.RSA, 3072),
  RSA_4096(Family.RSA, 4096),
  ECC_NIST_P256(Family.ECC, 256),
  ECC_NIST_P384(Family.ECC, 384),
  ECC_NIST_P521(Family.ECC, 521),
  ECC_SECG_P256K1(Family.ECC, 256),
  ECC_NIST_EDWARDS25519(Family.ECC, 256);

  /** The form of the key material. */
  public enum Family {
    /** Raw bytes. */
    AES,
    /** Raw bytes. */
    HMAC,
    /** A private key in PKCS #8. */
    RSA,
    /** A private key in PKCS #8. */
    ECC
  }

  private final Family family;
  private final int bits;

  KeySpec(Family family, int bits) {
    this.family = family;
    this.bits = bits;
  }

  public Family family() {
    return family;
  }

  /** The size that names the spec: of the secret, the modulus or the curve's field. */
  public int bits() {
    return bits;
  }
}
