package io.keyferry.cloud.record;

import io.keyferry.cloud.kms.Evidence;
import io.keyferry.cloud.kms.KeyTags;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.value.UtcTime;
import java.time.Instant;

/** Turns a refusal by KMS into a failure that says what to do. */
public final class Refusal {

  private Refusal() {}

  /**
   * Returns the failure that a refusal of KMS ends an import with.
   *
   * @param action the KMS action, such as {@code kms:CreateKey}
   */
  public static Failure of(
      FailureCode code, String action, ImportSession open, KmsRefusedException refused) {
    return Failure.of(
        code,
        "KMS refused %s: %s. %s"
            .formatted(action, refused.sentence(), cure(action, open.kind().cures(), refused)));
  }

  /** The failure for a refused {@code ImportKeyMaterial} that ends the import. */
  public static Failure ofMaterial(ImportSession open, KmsRefusedException refused) {
    return switch (refused.kind()) {
      case INVALID_CIPHERTEXT ->
          Failure.of(
              FailureCode.MATERIAL_REFUSED,
              ("KMS refused %s: %s. The material does not unwrap to what a %s key accepts: the HSM wrapped under another"
                      + " key or with another hash or mask function than %s, or its key is of another kind."
                      + " Check the agent's log and the HSM's firmware, then request again.")
                  .formatted(
                      Evidence.IMPORT_MATERIAL,
                      refused.sentence(),
                      open.record().keySpec(),
                      open.record().wrapping().wrappingAlgorithm()));
      case INCORRECT_MATERIAL ->
          Failure.of(
              FailureCode.MATERIAL_DIFFERS,
              "KMS refused %s: %s. %s"
                  .formatted(
                      Evidence.IMPORT_MATERIAL,
                      refused.sentence(),
                      open.kind().cures().otherMaterial()));
      default -> of(FailureCode.MATERIAL_REFUSED, Evidence.IMPORT_MATERIAL, open, refused);
    };
  }

  /** The failure for an expiration date that has passed. */
  public static Failure expired(ImportSession open, Instant end) {
    return Failure.of(
        FailureCode.EXPIRATION_PASSED,
        open.kind().cures().expired().formatted(UtcTime.format(end)));
  }

  private static String cure(String action, ImportKind.Cures cures, KmsRefusedException refused) {
    return switch (refused.kind()) {
      case ACCESS_DENIED -> allow(action, cures);
      case BYPASS_REFUSED ->
          "A key whose request names administrators or users gets a key policy, which requires"
              + " BypassPolicyLockoutSafetyCheck=true. Request again without administrators and"
              + " users, or allow the bypass for this function's role: its IAM policy does, but an"
              + " organization's policy (such as Control Tower's CT.KMS.PV.3) may deny it.";
      case DISABLED -> "Somebody has disabled the KMS key: request an import into a new one.";
      case MALFORMED_POLICY ->
          "KMS does not know an administrator or user of the request, or not yet: IAM needs some minutes to propagate a new one. Check that each exists, then request again.";
      case LIMIT_EXCEEDED ->
          "Request a higher KMS quota or delete unused keys, then request again.";
      case NOT_FOUND -> "The KMS key no longer exists: request an import into a new one.";
      case INVALID_STATE -> cures.invalidState();
      case ALREADY_EXISTS, INVALID_CIPHERTEXT, INCORRECT_MATERIAL, UNUSABLE_TOKEN, OTHER ->
          "Correct what KMS names, then request again.";
    };
  }

  private static String allow(String action, ImportKind.Cures cures) {
    if (action.equals(Evidence.CREATE_KEY)) {
      return "Allow it to the function's role, then request again.";
    }
    String inBoth =
        "Allow %s to the function's role, in IAM and in the key policy".formatted(action);
    return cures.ownersConsent()
        ? "%s, and make sure that the key has had its owner's tag %s=true for five minutes, then request again."
            .formatted(inBoth, KeyTags.ALLOW_IMPORT)
        : inBoth + ", then request again.";
  }
}
