package io.keyferry.local.kms;

import io.keyferry.model.KeyArn;

/** The state of a key: KMS {@code KeyMetadata}, {@code KeyState}. */
enum KeyStatus {
  ENABLED("Enabled", "enabled"),
  DISABLED("Disabled", "disabled"),
  PENDING_IMPORT("PendingImport", "pending import"),
  PENDING_DELETION("PendingDeletion", "pending deletion");

  private final String wireName;
  private final String words;

  KeyStatus(String wireName, String words) {
    this.wireName = wireName;
    this.words = words;
  }

  String wireName() {
    return wireName;
  }

  /** The refusal of an operation that this state does not allow. */
  KmsError refusal(KeyArn key) {
    String sentence = key + " is " + words + ".";
    return this == DISABLED
        ? KmsError.of("DisabledException", sentence)
        : KmsError.invalidState(sentence);
  }
}
