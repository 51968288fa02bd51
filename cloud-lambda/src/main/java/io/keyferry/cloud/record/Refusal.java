package io.keyferry.cloud.record;

import io.keyferry.cloud.kms.Evidence;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.request.NewKey;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.value.UtcTime;
import java.time.Instant;

/** Makes of KMS's no a failure that says what to do. What it says to do works. */
public final class Refusal {

  private Refusal() {}

  /**
   * Returns the failure that a refusal of KMS ends an import with.
   *
   * @param action the KMS action, such as {@code kms:CreateKey}
   */
  public static Failure of(
      FailureCode code, String action, StoredImport stored, KmsRefusedException refused) {
    return Failure.of(
        code,
        "KMS refused %s: %s. %s"
            .formatted(action, refused.sentence(), cure(action, stored, refused)));
  }

  /** KMS's no to {@code ImportKeyMaterial} that ends the import. */
  public static Failure ofMaterial(StoredImport stored, KmsRefusedException refused) {
    return switch (refused.kind()) {
      case INVALID_CIPHERTEXT ->
          Failure.of(
              FailureCode.MATERIAL_REFUSED,
              ("KMS refused %s: %s. The material does not unwrap to what a %s key takes: the HSM wrapped under another"
                      + " key or with another hash or mask function than %s, or its key is of another kind."
                      + " Check the agent's log and the HSM's firmware, then request again.")
                  .formatted(
                      Evidence.IMPORT_MATERIAL,
                      refused.sentence(),
                      stored.record().keySpec(),
                      stored.record().wrappingAlgorithm()));
      case INCORRECT_MATERIAL ->
          Failure.of(
              FailureCode.MATERIAL_DIFFERS,
              "KMS refused %s: %s. %s"
                  .formatted(
                      Evidence.IMPORT_MATERIAL,
                      refused.sentence(),
                      stored
                          .proof()
                          .map(Refusal::otherMaterial)
                          .orElse(
                              "The KMS key has had other key material and takes only that again."
                                  + " Request an import into a new KMS key.")));
      default -> of(FailureCode.MATERIAL_REFUSED, Evidence.IMPORT_MATERIAL, stored, refused);
    };
  }

  /** The date at which the material should expire, or of a verification has expired. */
  public static Failure expired(StoredImport stored, Instant end) {
    String text =
        stored.proof().isPresent()
            ? "expected key material that has not expired, found %s. KMS holds it no longer: there is nothing to prove."
            : "expected an expiration date to come, found %s. Request again with a later one.";
    return Failure.of(FailureCode.EXPIRATION_PASSED, text.formatted(UtcTime.format(end)));
  }

  private static String cure(String action, StoredImport stored, KmsRefusedException refused) {
    return switch (refused.kind()) {
      case ACCESS_DENIED -> allow(action, stored);
      case BYPASS_REFUSED ->
          "A key whose request names administrators or users gets a key policy, which takes"
              + " BypassPolicyLockoutSafetyCheck=true. Request again without administrators and"
              + " users, or allow the bypass for this function's role: its IAM policy does, but an"
              + " organization's policy (such as Control Tower's CT.KMS.PV.3) may deny it.";
      case DISABLED -> "Somebody has disabled the KMS key: request an import into a new one.";
      case MALFORMED_POLICY ->
          "KMS knows an administrator or user of the request not, or not yet: IAM needs some minutes"
              + " to make a new one known everywhere. Check that each exists, then request again.";
      case LIMIT_EXCEEDED ->
          "Ask for a higher KMS quota or delete unused keys, then request again.";
      case NOT_FOUND -> "The KMS key is gone: request an import into a new one.";
      case INVALID_STATE ->
          stored.asksForNewKey()
              ? "Somebody has changed the new KMS key: find out who, then request again."
              : "Bring the KMS key into a state that takes this call, then request again;"
                  + " or request an import into a new one.";
      case ALREADY_EXISTS, INVALID_CIPHERTEXT, INCORRECT_MATERIAL, UNUSABLE_TOKEN, OTHER ->
          "Correct what KMS names, then request again.";
    };
  }

  private static String allow(String action, StoredImport stored) {
    if (action.equals(Evidence.CREATE_KEY)) {
      return "Allow it to the function's role, then request again.";
    }
    String inBoth =
        "Allow %s to the function's role, in IAM and in the key policy".formatted(action);
    return stored.asksForNewKey()
        ? inBoth + ", then request again."
        : "%s, and see that the key has its owner's tag %s=true for five minutes, then request again."
            .formatted(inBoth, NewKey.ALLOW_IMPORT_TAG);
  }

  private static String otherMaterial(VerificationTarget proof) {
    return ("The HSM's key %s is not the key material %s that KMS holds: one of the two was replaced, or the"
            + " agent is at another HSM. KMS keeps what it has. Compare the ceremony record of import %s with"
            + " the HSM's own log; a key that is in the HSM alone takes an import into a new KMS key.")
        .formatted(proof.hsmKey(), proof.keyMaterialId().orElse("(none)"), proof.importId());
  }
}
