package io.keyferry.agent.job;

/** What the agent did with a message. */
public enum JobOutcome {
  /** The key was wrapped and the result sent. */
  DONE,
  /** Authentic, but answered with a signed refusal. */
  REFUSED,
  /** Not authentic: left for the dead-letter queue. */
  REJECTED,
  /** Returned to the queue for a retry. */
  RETRIED,
  /** Returned to the queue because the agent was stopping. */
  GIVEN_BACK
}
