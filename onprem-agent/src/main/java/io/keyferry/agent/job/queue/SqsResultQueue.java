package io.keyferry.agent.job.queue;

import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.Sha256;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** {@code results.fifo} in SQS. */
final class SqsResultQueue implements ResultQueue {

  private final SqsClient sqs;
  private final String url;

  SqsResultQueue(SqsClient sqs, String url) {
    this.sqs = sqs;
    this.url = url;
  }

  @Override
  public void send(KeyArn key, String sealed) throws QueueException {
    String deduplicationId = Sha256.of(sealed.getBytes(StandardCharsets.US_ASCII)).hex();
    try {
      sqs.sendMessage(request ->
          request
              .queueUrl(url)
              .messageGroupId(key.toString())
              .messageDeduplicationId(deduplicationId)
              .messageBody(sealed));
    } catch (SdkException e) {
      throw QueueException.of("send a result to", url, e);
    }
  }
}
