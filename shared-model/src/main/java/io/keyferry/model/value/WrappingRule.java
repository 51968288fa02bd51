package io.keyferry.model.value;

import java.util.Optional;

/**
 * The wrapping algorithms that KMS allows for a key (KMS developer guide, "Import key material step
 * 2", and for Ed25519 what KMS answers). Both halves check it before they call KMS or the HSM.
 */
public final class WrappingRule {

  private WrappingRule() {}

  /** KMS's own sentence for a combination that it refuses. */
  public static Optional<String> refusal(
      KeySpec keySpec, WrappingAlgorithm algorithm, WrappingKeySpec spec) {
    return allows(keySpec, algorithm, spec)
        ? Optional.empty()
        : Optional.of(
            "Wrapping algorithm %s and wrapping key spec %s cannot be used to import a %s key."
                .formatted(algorithm, spec, keySpec));
  }

  /**
   * The algorithm for a request that names none. For a key pair it is the one that Luna supports:
   * Luna does not wrap a private key with OAEP directly.
   */
  public static WrappingAlgorithm usual(KeySpec keySpec) {
    return keySpec.isKeyPair()
        ? WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256
        : WrappingAlgorithm.RSAES_OAEP_SHA_256;
  }

  /** What to choose instead, to complete a refusal. */
  public static String choice(KeySpec keySpec) {
    return switch (keySpec.family()) {
      case AES, HMAC -> "RSAES_OAEP_SHA_256 or RSAES_OAEP_SHA_1 for a " + keySpec + " key";
      case RSA ->
          "RSA_AES_KEY_WRAP_SHA_256 or RSA_AES_KEY_WRAP_SHA_1 for a %s key".formatted(keySpec);
      case ECC ->
          "RSA_AES_KEY_WRAP_SHA_256, RSA_AES_KEY_WRAP_SHA_1, RSAES_OAEP_SHA_256 or RSAES_OAEP_SHA_1 for a %s key%s"
              .formatted(
                  keySpec,
                  fitsIntoSmallestBlock(keySpec) ? "" : ", the last two not with RSA_2048");
    };
  }

  private static boolean allows(
      KeySpec keySpec, WrappingAlgorithm algorithm, WrappingKeySpec spec) {
    return switch (algorithm) {
      case RSAES_PKCS1_V1_5 -> false;
      case RSAES_OAEP_SHA_1, RSAES_OAEP_SHA_256 -> directly(keySpec, spec);
      case RSA_AES_KEY_WRAP_SHA_1, RSA_AES_KEY_WRAP_SHA_256 -> keySpec.isKeyPair();
    };
  }

  private static boolean directly(KeySpec keySpec, WrappingKeySpec spec) {
    return switch (keySpec.family()) {
      case AES, HMAC -> true;
      case RSA -> false;
      case ECC -> fitsIntoSmallestBlock(keySpec) || spec != WrappingKeySpec.RSA_2048;
    };
  }

  /** Whether KMS accepts it directly under RSA_2048, too. Ed25519 would fit, but KMS refuses it. */
  private static boolean fitsIntoSmallestBlock(KeySpec keySpec) {
    return keySpec != KeySpec.ECC_NIST_P521 && keySpec != KeySpec.ECC_NIST_EDWARDS25519;
  }
}
