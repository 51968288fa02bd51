package io.keyferry.cloud.aws;

import io.keyferry.cloud.event.SqsBatch;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Lets a delivery end at once: a visibility timeout of zero ends a delivery at once. */
public final class SqsResultQueue {

  private final SqsClient sqs;
  private final String queueUrl;

  public SqsResultQueue(SqsClient sqs, String queueUrl) {
    this.sqs = sqs;
    this.queueUrl = queueUrl;
  }

  public void release(SqsBatch.Message message) {
    sqs.changeMessageVisibility(
        b -> b.queueUrl(queueUrl).receiptHandle(message.receiptHandle()).visibilityTimeout(0));
  }
}
