package io.keyferry.cloud.aws;

import io.keyferry.cloud.job.JobQueue;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.Sha256;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * {@link JobQueue} on an SQS FIFO queue. The deduplication id is the digest of the signed message:
 * anyone who cannot sign cannot guess it, and so cannot make SQS drop the true job.
 */
public final class SqsJobQueue implements JobQueue {

  private final SqsClient sqs;
  private final String queueUrl;

  public SqsJobQueue(SqsClient sqs, String queueUrl) {
    this.sqs = sqs;
    this.queueUrl = queueUrl;
  }

  @Override
  public void send(KeyArn key, String compact) {
    sqs.sendMessage(b ->
        b.queueUrl(queueUrl)
            .messageBody(compact)
            .messageGroupId(key.toString())
            .messageDeduplicationId(Sha256.of(compact.getBytes(StandardCharsets.US_ASCII)).hex()));
  }
}
