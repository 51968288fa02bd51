package io.keyferry.local.sqs;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** KeyFerry's four queues, as the stack with one agent {@code local} has them in AWS. */
public record LocalQueues(
    FifoQueue jobs, FifoQueue results, FifoQueue jobsDeadLetters, FifoQueue resultsDeadLetters) {

  private static final String JOBS = "keyferry-jobs-local";
  private static final String RESULTS = "keyferry-results";

  /**
   * Creates the queues of jobs and results, each with a dead-letter queue.
   *
   * @param visibilityTimeout how long a received message stays hidden; whole seconds
   * @param maxReceiveCount after so many receives a message moves to the dead-letter queue
   */
  public static LocalQueues create(SqsClient sqs, Duration visibilityTimeout, int maxReceiveCount) {
    FifoQueue jobsDeadLetters = create(sqs, JOBS + "-dead.fifo", Map.of());
    FifoQueue resultsDeadLetters = create(sqs, RESULTS + "-dead.fifo", Map.of());
    return new LocalQueues(
        create(sqs, JOBS + ".fifo", served(visibilityTimeout, jobsDeadLetters, maxReceiveCount)),
        create(
            sqs, RESULTS + ".fifo", served(visibilityTimeout, resultsDeadLetters, maxReceiveCount)),
        jobsDeadLetters,
        resultsDeadLetters);
  }

  private static Map<QueueAttributeName, String> served(
      Duration visibilityTimeout, FifoQueue deadLetters, int maxReceiveCount) {
    return Map.of(
        QueueAttributeName.VISIBILITY_TIMEOUT,
        Long.toString(visibilityTimeout.toSeconds()),
        QueueAttributeName.REDRIVE_POLICY,
        "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":%d}"
            .formatted(deadLetters.arn(), maxReceiveCount));
  }

  private static FifoQueue create(
      SqsClient sqs, String name, Map<QueueAttributeName, String> attributes) {
    Map<QueueAttributeName, String> all = new HashMap<>(attributes);
    all.put(QueueAttributeName.FIFO_QUEUE, "true");
    // The sender names each message: identical bodies may be different messages, and a forger must
    // not be able to guess the id.
    all.put(QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "false");
    String url = sqs.createQueue(request -> request.queueName(name).attributes(all)).queueUrl();
    String arn =
        sqs.getQueueAttributes(
                request -> request.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .getOrDefault(QueueAttributeName.QUEUE_ARN, "");
    return new FifoQueue(name, url, arn);
  }
}
