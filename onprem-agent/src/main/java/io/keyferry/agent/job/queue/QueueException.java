package io.keyferry.agent.job.queue;

import software.amazon.awssdk.core.exception.SdkException;

/** A queue could not be used. The message names the call, the queue and what AWS said. */
public final class QueueException extends Exception {

  private static final long serialVersionUID = 1L;

  public QueueException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Of a call of SQS that failed. */
  static QueueException of(String call, String url, SdkException cause) {
    return new QueueException(
        "could not %s %s: %s".formatted(call, url, String.valueOf(cause.getMessage())), cause);
  }
}
