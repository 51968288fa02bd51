package io.keyferry.kmsemulator.key;

import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.value.KeySpec;
import java.util.List;

/** Spec, usage and origin of a key to create, and which of them are compatible. */
public record KeyPlan(KeySpec spec, KeyUsage usage, KeyOrigin origin) {

  /** In the order in which AWS was observed to list them, followed by the newer specs. */
  public static final List<String> SPECS =
      List.of(
          "RSA_2048",
          "ECC_NIST_P384",
          "ECC_NIST_P256",
          "ECC_NIST_P521",
          "HMAC_384",
          "RSA_3072",
          "ECC_SECG_P256K1",
          "RSA_4096",
          "SYMMETRIC_DEFAULT",
          "HMAC_256",
          "HMAC_224",
          "HMAC_512",
          "SM2",
          "ML_DSA_44",
          "ML_DSA_65",
          "ML_DSA_87",
          "ECC_NIST_EDWARDS25519");

  /**
   * Reads the members of {@code CreateKey}.
   *
   * @throws KmsError if KMS refuses the combination, or the emulator does not support it
   */
  public static KeyPlan of(Parameters given) {
    String spec =
        given
            .optionalText("KeySpec")
            .or(() -> given.optionalText("CustomerMasterKeySpec"))
            .orElse(KeySpec.SYMMETRIC_DEFAULT.name());
    String origin = given.optionalText("Origin").orElse(KeyOrigin.AWS_KMS.name());
    if (given.optionalText("KeyUsage").isEmpty() && !spec.equals("SYMMETRIC_DEFAULT")) {
      throw KmsError.validation(
          "You must specify a KeyUsage value for all KMS keys except for symmetric encryption"
              + " keys.");
    }
    if (spec.startsWith("ML_DSA") && origin.equals("EXTERNAL")) {
      throw KmsError.validation("KeySpec " + spec + " is not supported for Origin " + origin);
    }
    if (spec.startsWith("ML_DSA")
        || spec.equals("SM2")
        || !List.of("AWS_KMS", "EXTERNAL").contains(origin)) {
      throw lacking(spec, origin);
    }
    KeyUsage usage =
        given.optionalText("KeyUsage").map(KeyUsage::valueOf).orElse(KeyUsage.ENCRYPT_DECRYPT);
    return of(KeySpec.valueOf(spec), usage, KeyOrigin.valueOf(origin));
  }

  private static KeyPlan of(KeySpec spec, KeyUsage usage, KeyOrigin origin) {
    if (!KeyUsage.of(spec).contains(usage)) {
      throw KmsError.validation("KeyUsage " + usage + " is not compatible with KeySpec " + spec);
    }
    return new KeyPlan(spec, usage, origin);
  }

  private static KmsError lacking(String spec, String origin) {
    return KmsError.unsupported(
        "The KMS emulator does not support keys with KeySpec "
            + spec
            + " and Origin "
            + origin
            + ". It supports every spec except SM2 and ML-DSA, and no custom key"
            + " stores.");
  }
}
