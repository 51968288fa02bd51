package io.keyferry.model.deployment;

/** An environment variable of the functions. None holds a secret. */
public enum EnvironmentVariable {
  /** The name of the imports table. */
  TABLE("KEYFERRY_TABLE"),
  /** The enrolled agents as JSON: name, public key, URL of the jobs queue. */
  AGENTS("KEYFERRY_AGENTS"),
  /** The ARN of the KMS key that signs jobs and ceremony records. */
  SIGNING_KEY("KEYFERRY_SIGNING_KEY"),
  /** How much time an agent has for a job. */
  JOB_LIFETIME("KEYFERRY_JOB_LIFETIME"),
  /** The name of the event bus. */
  EVENT_BUS("KEYFERRY_EVENT_BUS"),
  /** How long the table keeps an import that failed. */
  KEEP_FAILED("KEYFERRY_KEEP_FAILED"),
  /** The wrapping algorithms that a request may choose from. */
  WRAPPING_ALGORITHMS("KEYFERRY_WRAPPING_ALGORITHMS"),
  /** The wrapping key specs that a request may choose from. */
  WRAPPING_KEY_SPECS("KEYFERRY_WRAPPING_KEY_SPECS"),
  /** The keys of the tags that a request may set; unset for none. */
  TAG_KEYS("KEYFERRY_TAG_KEYS"),
  /** Whether a verification may enable a key that was disabled; unset for no. */
  ALLOW_EVEN_IF_DISABLED("KEYFERRY_ALLOW_EVEN_IF_DISABLED"),
  /** The URL of the results queue. */
  RESULTS_QUEUE_URL("KEYFERRY_RESULTS_QUEUE_URL");

  /**
   * Set to {@code true} only by the local cloud: allows {@code AWS_ENDPOINT_URL} variables to send
   * calls elsewhere than to AWS.
   */
  public static final String LOCAL_STACK = "KEYFERRY_LOCAL_STACK";

  private final String key;

  EnvironmentVariable(String key) {
    this.key = key;
  }

  /** The name in the environment. */
  public String key() {
    return key;
  }
}
