package io.keyferry.agent.hsm;

import java.util.Optional;

/** The PKCS#11 mechanisms in use, with their parameters (PKCS#11 v2.40 current mechanisms). */
enum Mechanism {
  RSA_PKCS(0x0001, "CKM_RSA_PKCS"),
  RSA_PKCS_OAEP_SHA_1(0x0009, "CKM_RSA_PKCS_OAEP (SHA-1)", new Oaep(0x220, 1)),
  RSA_PKCS_OAEP_SHA_256(0x0009, "CKM_RSA_PKCS_OAEP (SHA-256)", new Oaep(0x250, 2)),
  EC_KEY_PAIR_GEN(0x1040, "CKM_EC_KEY_PAIR_GEN"),
  ECDSA(0x1041, "CKM_ECDSA"),
  AES_KEY_GEN(0x1080, "CKM_AES_KEY_GEN"),
  AES_CMAC(0x108A, "CKM_AES_CMAC");

  /**
   * The parameters of OAEP with an empty label. KMS wants one hash for both places.
   *
   * @param hash {@code CK_MECHANISM_TYPE} of the hash
   * @param mgf {@code CK_RSA_PKCS_MGF_TYPE}
   */
  record Oaep(long hash, long mgf) {}

  private final long type;
  private final String text;
  private final Optional<Oaep> oaep;

  Mechanism(long type, String text) {
    this.type = type;
    this.text = text;
    this.oaep = Optional.empty();
  }

  Mechanism(long type, String text, Oaep oaep) {
    this.type = type;
    this.text = text;
    this.oaep = Optional.of(oaep);
  }

  /** {@code CK_MECHANISM_TYPE}. */
  long type() {
    return type;
  }

  /** Present for the OAEP mechanisms. */
  Optional<Oaep> oaep() {
    return oaep;
  }

  /** The name in PKCS#11, with what tells its parameters. */
  @Override
  public String toString() {
    return text;
  }
}
