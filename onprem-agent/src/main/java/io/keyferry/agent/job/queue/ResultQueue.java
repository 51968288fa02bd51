package io.keyferry.agent.job.queue;

import io.keyferry.model.value.KeyArn;

/** The queue that results go to. Safe for use by several threads. */
public interface ResultQueue {

  /**
   * Sends a signed result to the message group of its key. The deduplication id is the SHA-256 of
   * the message, which cannot be guessed without the message.
   */
  void send(KeyArn key, String sealed) throws QueueException;
}
