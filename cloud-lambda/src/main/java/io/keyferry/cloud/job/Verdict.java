package io.keyferry.cloud.job;

/** What becomes of a delivered result. */
public sealed interface Verdict {

  /** Dealt with, whatever the outcome of the import: it can leave the queue. */
  record Done() implements Verdict {}

  /** Nothing is wrong with it, but it could not be finished: SQS shall deliver it again. */
  record Again(String reason) implements Verdict {}

  /** It is nobody's answer to any of our jobs: it belongs in the dead-letter queue. */
  record Rejected(String reason) implements Verdict {}
}
