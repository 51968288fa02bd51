package io.keyferry.agent.hsm.pkcs11;

import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrapMechanism;
import java.util.List;

/** The PKCS#11 mechanisms in use, with their parameters (PKCS#11 v2.40 current mechanisms). */
public enum Mechanism {
  RSA_PKCS_KEY_PAIR_GEN(0x0000, "CKM_RSA_PKCS_KEY_PAIR_GEN"),
  RSA_PKCS(0x0001, "CKM_RSA_PKCS"),
  RSA_PKCS_OAEP_SHA_1(0x0009, "CKM_RSA_PKCS_OAEP (SHA-1)", 0x220, 1),
  RSA_PKCS_OAEP_SHA_256(0x0009, "CKM_RSA_PKCS_OAEP (SHA-256)", 0x250, 2),
  SHA256_HMAC(0x0251, "CKM_SHA256_HMAC"),
  SHA224_HMAC(0x0256, "CKM_SHA224_HMAC"),
  SHA384_HMAC(0x0261, "CKM_SHA384_HMAC"),
  SHA512_HMAC(0x0271, "CKM_SHA512_HMAC"),
  GENERIC_SECRET_KEY_GEN(0x0350, "CKM_GENERIC_SECRET_KEY_GEN"),
  EC_KEY_PAIR_GEN(0x1040, "CKM_EC_KEY_PAIR_GEN"),
  ECDSA(0x1041, "CKM_ECDSA"),
  EC_EDWARDS_KEY_PAIR_GEN(0x1055, "CKM_EC_EDWARDS_KEY_PAIR_GEN"),
  AES_KEY_GEN(0x1080, "CKM_AES_KEY_GEN"),
  AES_CMAC(0x108A, "CKM_AES_CMAC"),
  AES_KEY_WRAP_PAD(0x210A, "CKM_AES_KEY_WRAP_PAD"),
  AES_KEY_WRAP_KWP(0x210B, "CKM_AES_KEY_WRAP_KWP"),
  /** Luna's own, which replaces the first in FIPS mode (FIPS 186-3). */
  LUNA_RSA_FIPS_AUX_PRIME_KEY_PAIR_GEN(0x80000142L, "CKM_RSA_FIPS_186_3_AUX_PRIME_KEY_PAIR_GEN"),
  LUNA_RSA_FIPS_PRIME_KEY_PAIR_GEN(0x80000143L, "CKM_RSA_FIPS_186_3_PRIME_KEY_PAIR_GEN"),
  /** Luna's own. Without a parameter it uses the integrity value of RFC 5649. */
  LUNA_AES_KWP(0x80000171L, "CKM_AES_KWP");

  /** The mechanisms that generate RSA key pairs; the first that a token offers is used. */
  public static final List<Mechanism> RSA_KEY_PAIR_GENS =
      List.of(
          RSA_PKCS_KEY_PAIR_GEN,
          LUNA_RSA_FIPS_AUX_PRIME_KEY_PAIR_GEN,
          LUNA_RSA_FIPS_PRIME_KEY_PAIR_GEN);

  private static final long NONE = 0;

  private final long type;
  private final String text;
  private final long oaepHash;
  private final long oaepMgf;

  Mechanism(long type, String text) {
    this(type, text, NONE, NONE);
  }

  Mechanism(long type, String text, long oaepHash, long oaepMgf) {
    this.type = type;
    this.text = text;
    this.oaepHash = oaepHash;
    this.oaepMgf = oaepMgf;
  }

  /** The HMAC mechanism for keys of this spec. */
  public static Mechanism ofHmac(KeySpec spec) {
    return switch (spec) {
      case HMAC_224 -> SHA224_HMAC;
      case HMAC_256 -> SHA256_HMAC;
      case HMAC_384 -> SHA384_HMAC;
      case HMAC_512 -> SHA512_HMAC;
      case SYMMETRIC_DEFAULT,
          RSA_2048,
          RSA_3072,
          RSA_4096,
          ECC_NIST_P256,
          ECC_NIST_P384,
          ECC_NIST_P521,
          ECC_SECG_P256K1,
          ECC_NIST_EDWARDS25519 ->
          throw new IllegalArgumentException("expected an HMAC spec, found " + spec);
    };
  }

  /** {@code CK_MECHANISM_TYPE}. */
  public long type() {
    return type;
  }

  /** Whether the mechanism takes {@code CK_RSA_PKCS_OAEP_PARAMS}. KMS uses an empty label. */
  public boolean isOaep() {
    return oaepHash != NONE;
  }

  /** OAEP's {@code hashAlg}, a {@code CK_MECHANISM_TYPE}. */
  long oaepHash() {
    return oaepHash;
  }

  /** OAEP's {@code mgf}, a {@code CK_RSA_PKCS_MGF_TYPE}, with the same hash, as KMS requires. */
  long oaepMgf() {
    return oaepMgf;
  }

  /**
   * Describes, for auditors, a key wrapped under an ephemeral AES key that is wrapped with OAEP.
   */
  public static WrapMechanism hybrid(Mechanism oaep, Mechanism aesKwp) {
    return new WrapMechanism(
        "CKM_RSA_PKCS_OAEP with " + aesKwp,
        "%s; the key under an ephemeral AES-256 key by %s, no parameter"
            .formatted(oaep.oaepParameters(), aesKwp.inFull()));
  }

  /** Describes the mechanism for auditors. */
  public WrapMechanism described() {
    return isOaep()
        ? new WrapMechanism("CKM_RSA_PKCS_OAEP", oaepParameters())
        : new WrapMechanism(text, "");
  }

  private String oaepParameters() {
    return this == RSA_PKCS_OAEP_SHA_1
        ? "hashAlg=CKM_SHA_1, mgf=CKG_MGF1_SHA1, source=CKZ_DATA_SPECIFIED, empty"
        : "hashAlg=CKM_SHA256, mgf=CKG_MGF1_SHA256, source=CKZ_DATA_SPECIFIED, empty";
  }

  /** The name with its number, to look it up in a vendor's list of mechanisms. */
  public String inFull() {
    return "%s (0x%x)".formatted(text, type);
  }

  /** The name in PKCS#11, with its parameters. */
  @Override
  public String toString() {
    return text;
  }
}
