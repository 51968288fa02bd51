package io.keyferry.cloud.flow;

import io.keyferry.model.Failure;
import io.keyferry.model.FailureCode;

/** Makes of KMS's no a failure that says what to do. */
final class Refusal {

  private Refusal() {}

  /**
   * @param action the KMS action, such as {@code kms:CreateKey}
   */
  static ImportFailedException of(FailureCode code, String action, KmsRefusedException refused) {
    return new ImportFailedException(failure(code, action, refused), refused);
  }

  static Failure failure(FailureCode code, String action, KmsRefusedException refused) {
    return Failure.of(
        code,
        "KMS refused %s: %s. %s".formatted(action, refused.sentence(), cure(action, refused)));
  }

  private static String cure(String action, KmsRefusedException refused) {
    return switch (refused.kind()) {
      case ACCESS_DENIED ->
          "Allow %s to the function's role, in IAM and in the key policy, then request again."
              .formatted(action);
      case BYPASS_REFUSED ->
          "A key whose request names administrators or users gets a key policy, which takes"
              + " BypassPolicyLockoutSafetyCheck=true. Request again without administrators and"
              + " users, or allow the bypass for this function's role: its IAM policy does, but an"
              + " organization's policy (such as Control Tower's CT.KMS.PV.3) may deny it.";
      case DISABLED ->
          "The key holds its key material, but somebody has disabled it. Find out why, enable the"
              + " key, then request its verification.";
      case MALFORMED_POLICY ->
          "Check that every administrator and user exists in IAM, then request again.";
      case LIMIT_EXCEEDED ->
          "Ask for a higher KMS quota or delete unused keys, then request again.";
      case NOT_FOUND -> "The key is gone: request an import into another key.";
      case INVALID_STATE ->
          "Bring the key into a state that takes key material (cancel its deletion, enable it),"
              + " then request again.";
      case ALREADY_EXISTS, INVALID_CIPHERTEXT, INCORRECT_MATERIAL, UNUSABLE_TOKEN, OTHER ->
          "Correct what KMS names, then request again.";
    };
  }
}
