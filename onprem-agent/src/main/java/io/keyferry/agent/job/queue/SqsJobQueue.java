package io.keyferry.agent.job.queue;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** {@code jobs.fifo} in SQS. */
final class SqsJobQueue implements JobQueue {

  private final SqsClient sqs;
  private final String url;

  SqsJobQueue(SqsClient sqs, String url) {
    this.sqs = sqs;
    this.url = url;
  }

  @Override
  public List<QueuedJob> receive(int atMost, Duration wait, Duration hidden) throws QueueException {
    // The same for every retry of this call, so that it returns the same messages.
    String attempt = UUID.randomUUID().toString();
    try {
      return sqs
          .receiveMessage(request ->
              request
                  .queueUrl(url)
                  .receiveRequestAttemptId(attempt)
                  .maxNumberOfMessages(atMost)
                  .waitTimeSeconds(Math.toIntExact(wait.toSeconds()))
                  .visibilityTimeout(Math.toIntExact(hidden.toSeconds()))
                  .messageSystemAttributeNames(
                      MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                      MessageSystemAttributeName.MESSAGE_GROUP_ID))
          .messages()
          .stream()
          .map(SqsJobQueue::job)
          .toList();
    } catch (SdkException e) {
      throw failed("receive from", e);
    }
  }

  private static QueuedJob job(Message message) {
    var attributes = message.attributes();
    return new QueuedJob(
        message.messageId(),
        message.receiptHandle(),
        attributes.getOrDefault(MessageSystemAttributeName.MESSAGE_GROUP_ID, message.messageId()),
        Integer.parseInt(
            attributes.getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1")),
        message.body());
  }

  @Override
  public void hide(QueuedJob job, Duration hidden) throws QueueException {
    try {
      sqs.changeMessageVisibility(request ->
          request
              .queueUrl(url)
              .receiptHandle(job.receipt())
              .visibilityTimeout(Math.toIntExact(hidden.toSeconds())));
    } catch (SdkException e) {
      throw failed("change the visibility of message " + job.id() + " in", e);
    }
  }

  @Override
  public void delete(QueuedJob job) throws QueueException {
    try {
      sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(job.receipt()));
    } catch (SdkException e) {
      throw failed("delete message " + job.id() + " from", e);
    }
  }

  private QueueException failed(String call, SdkException cause) {
    return QueueException.of(call, url, cause);
  }
}
