package io.keyferry.model.record;

/**
 * The steps of an import, in order. The number is that of the step in {@code docs/architecture.md}.
 */
public enum ImportStep {
  REQUEST_ACCEPTED(1, "import requested"),
  RESUMED(1, "unfinished request resumed"),
  KMS_KEY_CREATED(2, "KMS key created"),
  KMS_KEY_FOUND(2, "KMS key found"),
  PARAMETERS_OBTAINED(3, "wrapping key and import token obtained"),
  RECORD_STORED(4, "import record stored"),
  JOB_SENT(5, "job signed by KMS and sent"),
  JOB_RECEIVED(6, "job received by the agent"),
  JOB_VERIFIED(7, "signature, audience, age and policy verified"),
  WRAPPING_KEY_IN_HSM(8, "wrapping key imported into the HSM"),
  HSM_KEY_GENERATED(9, "key generated in the HSM"),
  HSM_KEY_FOUND(9, "key found in the HSM"),
  KEY_WRAPPED(9, "key wrapped in the HSM"),
  JOB_REFUSED(9, "job refused by the agent"),
  AUDITED(10, "audit log on disk, its head signed in the HSM"),
  RESULT_SENT(11, "result signed in the HSM and sent"),
  RESULT_VERIFIED(12, "agent's signature verified, record matched"),
  MATERIAL_IMPORTED(13, "key material imported by KMS"),
  KEY_ENABLED(13, "KMS key enabled"),
  KEY_PROVED(13, "same key in KMS and HSM proved"),
  KEY_DISABLED(13, "disproved KMS key disabled"),
  ALIAS_CREATED(13, "alias created for the KMS key"),
  IMPORTED(14, "import record finished, ceremony record signed by KMS"),
  FAILED(14, "import failed");

  private final int number;
  private final String sentence;

  ImportStep(int number, String sentence) {
    this.number = number;
    this.sentence = sentence;
  }

  public int number() {
    return number;
  }

  public String sentence() {
    return sentence;
  }
}
