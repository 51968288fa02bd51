package io.keyferry.agent.job.check;

import io.keyferry.model.message.WrapJob;

/** What a message turned out to be. */
public sealed interface Reading {

  /** Signed by the pinned key and addressed to this agent. */
  record Authentic(WrapJob job) implements Reading {}

  /**
   * Anything else. It must change nothing but the log and the dead-letter queue.
   *
   * @param flaw one word for it
   * @param reason what was expected and what was found
   */
  record Rejected(String flaw, String reason) implements Reading {}
}
