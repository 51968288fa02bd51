package io.keyferry.agent.job.queue;

import software.amazon.awssdk.core.exception.SdkException;

/** A call to a queue failed. The message names the call, the queue and the error from AWS. */
public final class QueueException extends Exception {

  private static final long serialVersionUID = 1L;

  public QueueException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Wraps a failed call to SQS. */
  static QueueException of(String call, String url, SdkException cause) {
    return new QueueException(
        "could not %s %s: %s".formatted(call, url, String.valueOf(cause.getMessage())), cause);
  }
}
