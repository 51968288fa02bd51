package io.keyferry.cloud.job;

/** What happens to a delivered result. */
public sealed interface Verdict {

  /** Processed, whatever the outcome of the import: it can leave the queue. */
  record Done() implements Verdict {}

  /**
   * Nothing is wrong with it, but it could not be processed completely: SQS should deliver it
   * again.
   */
  record Again(String reason) implements Verdict {}

  /** It does not answer any of our jobs: it belongs in the dead-letter queue. */
  record Rejected(String reason) implements Verdict {}
}
