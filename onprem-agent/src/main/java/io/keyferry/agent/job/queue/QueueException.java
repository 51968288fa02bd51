package io.keyferry.agent.job.queue;

/** A queue could not be used. The message names the call, the queue and what AWS said. */
public final class QueueException extends Exception {

  private static final long serialVersionUID = 1L;

  public QueueException(String message, Throwable cause) {
    super(message, cause);
  }
}
