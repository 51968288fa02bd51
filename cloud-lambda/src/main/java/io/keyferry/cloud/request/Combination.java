package io.keyferry.cloud.request;

import io.keyferry.model.KeySpec;
import io.keyferry.model.WrappingAlgorithm;
import io.keyferry.model.WrappingKeySpec;
import java.util.Optional;

/**
 * With what KMS lets a key be wrapped (KMS developer guide, "Import key material step 2", and for
 * Ed25519 what KMS answers). Checked before KMS is asked, in KMS's own words.
 */
final class Combination {

  static final String EXPECTED = "RSAES_OAEP_SHA_256 or RSAES_OAEP_SHA_1 for an AES-256 key";

  private Combination() {}

  /** KMS's own sentence for a combination that it refuses. */
  static Optional<String> refusal(
      KeySpec keySpec, WrappingAlgorithm algorithm, WrappingKeySpec spec) {
    return allowed(keySpec, algorithm, spec)
        ? Optional.empty()
        : Optional.of(
            "Wrapping algorithm %s and wrapping key spec %s cannot be used to import a %s key."
                .formatted(algorithm, spec, keySpec));
  }

  private static boolean allowed(
      KeySpec keySpec, WrappingAlgorithm algorithm, WrappingKeySpec spec) {
    return switch (algorithm) {
      case RSAES_PKCS1_V1_5 -> false;
      case RSAES_OAEP_SHA_1, RSAES_OAEP_SHA_256 -> directly(keySpec, spec);
      case RSA_AES_KEY_WRAP_SHA_1, RSA_AES_KEY_WRAP_SHA_256 -> asymmetric(keySpec);
    };
  }

  /** Whether the key fits into one block of RSA, as far as KMS allows it. */
  private static boolean directly(KeySpec keySpec, WrappingKeySpec spec) {
    return switch (keySpec) {
      case SYMMETRIC_DEFAULT,
          HMAC_224,
          HMAC_256,
          HMAC_384,
          HMAC_512,
          ECC_NIST_P256,
          ECC_NIST_P384,
          ECC_SECG_P256K1 ->
          true;
      case ECC_NIST_P521, ECC_NIST_EDWARDS25519 -> spec != WrappingKeySpec.RSA_2048;
      case RSA_2048, RSA_3072, RSA_4096 -> false;
    };
  }

  private static boolean asymmetric(KeySpec keySpec) {
    return switch (keySpec) {
      case SYMMETRIC_DEFAULT, HMAC_224, HMAC_256, HMAC_384, HMAC_512 -> false;
      case RSA_2048,
          RSA_3072,
          RSA_4096,
          ECC_NIST_P256,
          ECC_NIST_P384,
          ECC_NIST_P521,
          ECC_SECG_P256K1,
          ECC_NIST_EDWARDS25519 ->
          true;
    };
  }
}
