package io.keyferry.cloud.job;

import io.keyferry.model.value.KeyArn;

/** The way to the agent. */
public interface JobQueue {

  /**
   * Sends a signed job. The jobs of one key stay in order; the same job twice within five minutes
   * is one.
   *
   * @param compact the compact JWS
   */
  void send(KeyArn key, String compact);
}
