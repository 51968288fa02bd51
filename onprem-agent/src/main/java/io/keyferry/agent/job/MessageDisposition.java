package io.keyferry.agent.job;

import java.time.Duration;

/** What becomes of a message once the agent is through with it. */
public enum MessageDisposition {
  /** Answered: deleted. */
  DELETE(Duration.ZERO),
  /** Not authentic: given back at once, so that SQS soon moves it to the dead-letter queue. */
  REJECT(Duration.ZERO),
  /** Nothing is wrong with it: given back, to be tried again soon. */
  RETRY(Duration.ofSeconds(5)),
  /** Not begun: given back at once for another agent, or for this one's next start. */
  GIVE_BACK(Duration.ZERO);

  private final Duration hidden;

  MessageDisposition(Duration hidden) {
    this.hidden = hidden;
  }

  /** How long it stays hidden from now on. */
  Duration hidden() {
    return hidden;
  }
}
