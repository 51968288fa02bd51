package io.keyferry.evidence.record;

/**
 * One check of a ceremony record.
 *
 * @param sentence what holds; or what was expected, what was found and what that means; or why
 *     there is nothing to compare
 */
public record RecordCheck(Subject subject, Outcome outcome, String sentence) {

  /** What a check is about. */
  public enum Subject {
    CLOUD_SIGNATURE("cloud's signature"),
    ANSWER("answer of ReadImports"),
    CHAIN("place in the chain"),
    KMS_KEY_FACTS("account and Region"),
    OUTCOME("outcome"),
    AGENT_SIGNATURE("agent's signature"),
    AUDIENCE("audience"),
    IMPORT("import and attempt"),
    KMS_KEY("KMS key"),
    WRAPPING_KEY("wrapping key"),
    ALGORITHM("algorithm and specs"),
    WRAPPED_BYTES("wrapped bytes"),
    HSM_KEY("key in the HSM"),
    SAME_KEY("same key in KMS"),
    REFUSAL("refusal"),
    TIMES("times");

    private final String words;

    Subject(String words) {
      this.words = words;
    }

    /** The subject in words. */
    public String words() {
      return words;
    }
  }

  /** The outcome of a check. */
  public enum Outcome {
    HOLDS,
    FAILS,
    /** There is nothing to compare, or the outcome is unknown. */
    NOT_APPLICABLE
  }

  static RecordCheck holds(Subject subject, String sentence) {
    return new RecordCheck(subject, Outcome.HOLDS, sentence);
  }

  static RecordCheck none(Subject subject, String why) {
    return new RecordCheck(subject, Outcome.NOT_APPLICABLE, why);
  }

  static RecordCheck fails(Subject subject, String sentence) {
    return new RecordCheck(subject, Outcome.FAILS, sentence);
  }
}
