package io.keyferry.cloud.job;

import io.keyferry.model.value.KeyArn;

/** The queue to the agent. */
public interface JobQueue {

  /**
   * Sends a signed job. The jobs of one key stay in order; the same job sent twice within five
   * minutes is delivered once.
   *
   * @param compact the compact JWS
   */
  void send(KeyArn key, String compact);
}
