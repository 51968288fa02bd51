package io.keyferry.kmsemulator.protocol;

import static io.keyferry.kmsemulator.protocol.Member.Kind.BOOLEAN;
import static io.keyferry.kmsemulator.protocol.Member.Kind.MAP;

import java.util.List;

/** Members that several requests share, with the limits of the service model. */
public final class Members {

  /** The maximum size of a blob in either direction: tokens, ciphertexts, signatures. */
  public static final int MAX_CIPHERTEXT = 6144;

  public static final Member KEY_ID = Member.text("KeyId", 1, 2048);
  public static final Member MARKER = Member.text("Marker", 1, 1024, "[\\u0020-\\u00FF]*");
  public static final Member LIMIT = Member.number("Limit", 1, 1000);
  public static final Member POLICY =
      Member.text("Policy", 1, 131072, "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+");
  public static final Member POLICY_NAME = Member.text("PolicyName", 1, 128, "[\\w]+");
  public static final Member BYPASS = Member.of("BypassPolicyLockoutSafetyCheck", BOOLEAN);
  public static final Member DESCRIPTION = Member.text("Description", 0, 8192);
  public static final Member REGION = Member.text("Region", 1, 32, "^([a-z]+-){2,3}\\d+$");
  public static final Member TAGS = Member.of("Tags", Member.Kind.TAGS);
  public static final Member DRY_RUN = Member.of("DryRun", BOOLEAN);
  public static final Member KEY_MATERIAL_ID = Member.text("KeyMaterialId", 64, 64, "^[a-f0-9]+$");
  public static final Member ENCRYPTION_CONTEXT = Member.of("EncryptionContext", MAP);
  public static final Member ENCRYPTION_ALGORITHM =
      Member.oneOf(
          "EncryptionAlgorithm",
          List.of("SYMMETRIC_DEFAULT", "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "SM2PKE"));
  public static final Member RECIPIENT = Member.of("Recipient", MAP);
  public static final Member MESSAGE = Member.blob("Message", 1, 4096);
  public static final Member MESSAGE_TYPE =
      Member.oneOf("MessageType", List.of("RAW", "DIGEST", "EXTERNAL_MU"));
  public static final Member SIGNING_ALGORITHM =
      Member.oneOf(
          "SigningAlgorithm",
          List.of(
              "RSASSA_PSS_SHA_256",
              "RSASSA_PSS_SHA_384",
              "RSASSA_PSS_SHA_512",
              "RSASSA_PKCS1_V1_5_SHA_256",
              "RSASSA_PKCS1_V1_5_SHA_384",
              "RSASSA_PKCS1_V1_5_SHA_512",
              "ECDSA_SHA_256",
              "ECDSA_SHA_384",
              "ECDSA_SHA_512",
              "SM2DSA",
              "ML_DSA_SHAKE_256",
              "ED25519_SHA_512",
              "ED25519_PH_SHA_512"));

  public static final Member MAC_ALGORITHM =
      Member.oneOf(
          "MacAlgorithm", List.of("HMAC_SHA_384", "HMAC_SHA_256", "HMAC_SHA_224", "HMAC_SHA_512"));

  private Members() {}

  /**
   * Refuses an attestation document of an enclave, which the emulator does not support.
   *
   * @throws KmsError if the answer is to be encrypted for an enclave
   */
  public static void refuseRecipient(Parameters given) {
    if (given.has(RECIPIENT.name())) {
      throw KmsError.unsupported(
          "The KMS emulator does not support Nitro enclaves: send the request without Recipient.");
    }
  }
}
