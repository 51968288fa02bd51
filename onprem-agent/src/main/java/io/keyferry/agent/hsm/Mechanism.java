package io.keyferry.agent.hsm;

import io.keyferry.model.WrapMechanism;

/** The PKCS#11 mechanisms in use, with their parameters (PKCS#11 v2.40 current mechanisms). */
enum Mechanism {
  RSA_PKCS(0x0001, "CKM_RSA_PKCS"),
  RSA_PKCS_OAEP_SHA_1(0x0009, "CKM_RSA_PKCS_OAEP (SHA-1)", 0x220, 1),
  RSA_PKCS_OAEP_SHA_256(0x0009, "CKM_RSA_PKCS_OAEP (SHA-256)", 0x250, 2),
  EC_KEY_PAIR_GEN(0x1040, "CKM_EC_KEY_PAIR_GEN"),
  ECDSA(0x1041, "CKM_ECDSA"),
  AES_KEY_GEN(0x1080, "CKM_AES_KEY_GEN"),
  AES_CMAC(0x108A, "CKM_AES_CMAC");

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

  /** {@code CK_MECHANISM_TYPE}. */
  long type() {
    return type;
  }

  /** Whether it takes {@code CK_RSA_PKCS_OAEP_PARAMS}. KMS's label is empty. */
  boolean isOaep() {
    return oaepHash != NONE;
  }

  /** OAEP's {@code hashAlg}, a {@code CK_MECHANISM_TYPE}. */
  long oaepHash() {
    return oaepHash;
  }

  /** OAEP's {@code mgf}, a {@code CK_RSA_PKCS_MGF_TYPE}, over the same hash as KMS wants it. */
  long oaepMgf() {
    return oaepMgf;
  }

  /** As an auditor wants to read it. */
  WrapMechanism described() {
    return isOaep()
        ? new WrapMechanism("CKM_RSA_PKCS_OAEP", oaepParameters())
        : new WrapMechanism(text, "");
  }

  private String oaepParameters() {
    return this == RSA_PKCS_OAEP_SHA_1
        ? "hashAlg=CKM_SHA_1, mgf=CKG_MGF1_SHA1, source=CKZ_DATA_SPECIFIED, empty"
        : "hashAlg=CKM_SHA256, mgf=CKG_MGF1_SHA256, source=CKZ_DATA_SPECIFIED, empty";
  }

  /** The name in PKCS#11, with what tells its parameters. */
  @Override
  public String toString() {
    return text;
  }
}
