package io.keyferry.agent.job;

import java.time.Duration;

/** What happens to a message when the agent is done with it. */
public enum MessageDisposition {
  /** Answered: deleted. */
  DELETE(Duration.ZERO),
  /**
   * Not authentic: returned to the queue immediately, so that SQS soon moves it to the dead-letter
   * queue.
   */
  REJECT(Duration.ZERO),
  /** Nothing is wrong with it: returned to the queue for a retry. */
  RETRY(Duration.ofSeconds(5)),
  /** Not started: returned immediately for another agent, or for this agent's next start. */
  GIVE_BACK(Duration.ZERO);

  private final Duration hidden;

  MessageDisposition(Duration hidden) {
    this.hidden = hidden;
  }

  /** How long the message stays hidden from now on. */
  Duration hidden() {
    return hidden;
  }
}
