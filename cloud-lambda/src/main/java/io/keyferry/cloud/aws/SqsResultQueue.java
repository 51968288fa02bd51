package io.keyferry.cloud.aws;

import io.keyferry.cloud.event.SqsBatch;
import io.keyferry.cloud.flow.ResultQueue;
import software.amazon.awssdk.services.sqs.SqsClient;

/** {@link ResultQueue} on SQS: a visibility timeout of zero ends a delivery at once. */
public final class SqsResultQueue implements ResultQueue {

  private final SqsClient sqs;
  private final String queueUrl;

  public SqsResultQueue(SqsClient sqs, String queueUrl) {
    this.sqs = sqs;
    this.queueUrl = queueUrl;
  }

  @Override
  public void release(SqsBatch.Message message) {
    sqs.changeMessageVisibility(
        b -> b.queueUrl(queueUrl).receiptHandle(message.receiptHandle()).visibilityTimeout(0));
  }
}
