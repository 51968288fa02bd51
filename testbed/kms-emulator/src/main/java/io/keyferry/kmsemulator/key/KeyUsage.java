package io.keyferry.kmsemulator.key;

import io.keyferry.kmsemulator.value.KeySpec;
import java.util.List;
import java.util.Set;

/** What a key is for: KMS {@code CreateKey}, {@code KeyUsage}. */
public enum KeyUsage {
  ENCRYPT_DECRYPT("EncryptionAlgorithms"),
  SIGN_VERIFY("SigningAlgorithms"),
  GENERATE_VERIFY_MAC("MacAlgorithms"),
  KEY_AGREEMENT("KeyAgreementAlgorithms");

  private static final List<String> RSA_SIGNATURES =
      List.of(
          "RSASSA_PKCS1_V1_5_SHA_256",
          "RSASSA_PKCS1_V1_5_SHA_384",
          "RSASSA_PKCS1_V1_5_SHA_512",
          "RSASSA_PSS_SHA_256",
          "RSASSA_PSS_SHA_384",
          "RSASSA_PSS_SHA_512");

  private final String algorithmsField;

  KeyUsage(String algorithmsField) {
    this.algorithmsField = algorithmsField;
  }

  /** The field of {@code KeyMetadata} that lists the algorithms of this usage. */
  public String algorithmsField() {
    return algorithmsField;
  }

  /** The usages that KMS accepts for a spec. */
  public static Set<KeyUsage> of(KeySpec spec) {
    return switch (spec) {
      case SYMMETRIC_DEFAULT -> Set.of(ENCRYPT_DECRYPT);
      case HMAC_224, HMAC_256, HMAC_384, HMAC_512 -> Set.of(GENERATE_VERIFY_MAC);
      case RSA_2048, RSA_3072, RSA_4096 -> Set.of(ENCRYPT_DECRYPT, SIGN_VERIFY);
      case ECC_NIST_P256, ECC_NIST_P384, ECC_NIST_P521 -> Set.of(SIGN_VERIFY, KEY_AGREEMENT);
      case ECC_SECG_P256K1, ECC_NIST_EDWARDS25519 -> Set.of(SIGN_VERIFY);
    };
  }

  /** The algorithms of this usage and spec, as {@code DescribeKey} lists them. */
  public List<String> algorithms(KeySpec spec) {
    return switch (spec) {
      case SYMMETRIC_DEFAULT -> List.of("SYMMETRIC_DEFAULT");
      case HMAC_224 -> List.of("HMAC_SHA_224");
      case HMAC_256 -> List.of("HMAC_SHA_256");
      case HMAC_384 -> List.of("HMAC_SHA_384");
      case HMAC_512 -> List.of("HMAC_SHA_512");
      case RSA_2048, RSA_3072, RSA_4096 ->
          this == SIGN_VERIFY ? RSA_SIGNATURES : List.of("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256");
      case ECC_NIST_P256, ECC_SECG_P256K1 -> elliptic("ECDSA_SHA_256");
      case ECC_NIST_P384 -> elliptic("ECDSA_SHA_384");
      case ECC_NIST_P521 -> elliptic("ECDSA_SHA_512");
      case ECC_NIST_EDWARDS25519 -> List.of("ED25519_PH_SHA_512", "ED25519_SHA_512");
    };
  }

  private List<String> elliptic(String signature) {
    return List.of(this == KEY_AGREEMENT ? "ECDH" : signature);
  }
}
