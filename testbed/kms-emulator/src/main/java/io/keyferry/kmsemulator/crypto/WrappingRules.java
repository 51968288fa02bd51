package io.keyferry.kmsemulator.crypto;

import io.keyferry.kmsemulator.value.KeySpec;
import io.keyferry.kmsemulator.value.WrappingAlgorithm;
import io.keyferry.kmsemulator.value.WrappingKeySpec;
import java.util.Set;

/** Which wrapping algorithm and wrapping key may carry the material of which key. */
public final class WrappingRules {

  /** KMS refuses their PKCS #8 in one block under RSA_2048, whether or not it fits. */
  private static final Set<KeySpec> TOO_LONG_FOR_RSA_2048 =
      Set.of(KeySpec.ECC_NIST_P521, KeySpec.ECC_NIST_EDWARDS25519);

  private WrappingRules() {}

  public static boolean allow(
      WrappingAlgorithm algorithm, WrappingKeySpec wrappingKey, KeySpec target) {
    return switch (algorithm) {
      case RSAES_PKCS1_V1_5 -> false;
      case RSAES_OAEP_SHA_1, RSAES_OAEP_SHA_256 -> fitsOneBlock(wrappingKey, target);
      case RSA_AES_KEY_WRAP_SHA_1, RSA_AES_KEY_WRAP_SHA_256 -> isKeyPair(target);
    };
  }

  private static boolean fitsOneBlock(WrappingKeySpec wrappingKey, KeySpec target) {
    return !target.name().startsWith("RSA_")
        && !(wrappingKey == WrappingKeySpec.RSA_2048 && TOO_LONG_FOR_RSA_2048.contains(target));
  }

  private static boolean isKeyPair(KeySpec target) {
    return target != KeySpec.SYMMETRIC_DEFAULT && !target.name().startsWith("HMAC_");
  }
}
