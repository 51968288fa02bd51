package io.keyferry.agent.job.queue;

import java.time.Duration;
import java.util.List;

/** The queue that jobs come from. Safe for use by several threads. */
public interface JobQueue {

  /**
   * Receives messages and hides them from others for {@code hidden}.
   *
   * @param atMost max messages, 1 to 10
   * @param wait how long to wait for the first message, max 20 seconds
   */
  List<QueuedJob> receive(int atMost, Duration wait, Duration hidden) throws QueueException;

  /**
   * Hides a received message for this long from now on; zero returns it to the queue immediately.
   */
  void hide(QueuedJob job, Duration hidden) throws QueueException;

  /** Deletes a message. */
  void delete(QueuedJob job) throws QueueException;
}
