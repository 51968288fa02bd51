package io.keyferry.agent.job;

/** How a message left the agent's hands. */
public enum JobOutcome {
  /** The key was wrapped, and the result sent. */
  DONE,
  /** Authentic, and answered with a signed refusal. */
  REFUSED,
  /** Not authentic: left to the dead-letter queue. */
  REJECTED,
  /** Put back to be tried again soon. */
  RETRIED,
  /** Put back as the agent was about to end. */
  GIVEN_BACK
}
