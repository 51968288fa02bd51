package io.keyferry.agent.job.queue;

import software.amazon.awssdk.core.exception.SdkException;

/** The one wording of a failed SQS call. */
final class SqsFailure {

  private SqsFailure() {}

  static QueueException of(String call, String url, SdkException cause) {
    return new QueueException(
        "could not %s %s: %s".formatted(call, url, String.valueOf(cause.getMessage())), cause);
  }
}
