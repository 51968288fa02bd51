package io.keyferry.agent.job.queue;

import java.time.Duration;
import java.util.List;

/** The queue that jobs come from. Safe for use by several threads. */
public interface JobQueue {

  /**
   * Receives messages and hides them from others for {@code hidden}.
   *
   * @param atMost 1 to 10
   * @param wait how long to wait for the first one, at most 20 seconds
   */
  List<QueuedJob> receive(int atMost, Duration wait, Duration hidden) throws QueueException;

  /** Hides a received message from now on for this long; zero gives it back at once. */
  void hide(QueuedJob job, Duration hidden) throws QueueException;

  /** Ends a message for good. */
  void delete(QueuedJob job) throws QueueException;
}
