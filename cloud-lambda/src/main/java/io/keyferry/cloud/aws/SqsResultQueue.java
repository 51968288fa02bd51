package io.keyferry.cloud.aws;

import io.keyferry.cloud.event.SqsMessage;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The queue that results come from. */
public final class SqsResultQueue {

  private final SqsClient sqs;
  private final String queueUrl;

  public SqsResultQueue(SqsClient sqs, String queueUrl) {
    this.sqs = sqs;
    this.queueUrl = queueUrl;
  }

  /** Ends a delivery at once: SQS delivers again, or moves to the dead-letter queue. */
  public void release(SqsMessage message) {
    sqs.changeMessageVisibility(
        b -> b.queueUrl(queueUrl).receiptHandle(message.receiptHandle()).visibilityTimeout(0));
  }
}
