package io.keyferry.local.sqs;

import io.keyferry.model.deployment.QueueSpec;
import io.keyferry.model.value.AgentName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** KeyFerry's four queues, as the stack with one agent has them in AWS. */
public record LocalQueues(
    FifoQueue jobs, FifoQueue results, FifoQueue jobsDeadLetters, FifoQueue resultsDeadLetters) {

  /** The one agent. */
  public static final AgentName AGENT = new AgentName("local");

  /** Creates the queues as deployed. */
  public static LocalQueues create(SqsClient sqs) {
    return create(sqs, QueueSpec.jobs(AGENT), QueueSpec.RESULTS);
  }

  /**
   * Creates the queues as deployed, but with other redelivery.
   *
   * @param visibilityTimeout how long a received message stays hidden; whole seconds
   * @param maxReceiveCount after how many receives a message moves to the dead-letter queue
   */
  public static LocalQueues create(SqsClient sqs, Duration visibilityTimeout, int maxReceiveCount) {
    return create(
        sqs,
        new QueueSpec(QueueSpec.jobs(AGENT).name(), visibilityTimeout, maxReceiveCount),
        new QueueSpec(QueueSpec.RESULTS.name(), visibilityTimeout, maxReceiveCount));
  }

  private static LocalQueues create(SqsClient sqs, QueueSpec jobs, QueueSpec results) {
    FifoQueue jobsDeadLetters = create(sqs, jobs.deadLetterQueueName(), Map.of());
    FifoQueue resultsDeadLetters = create(sqs, results.deadLetterQueueName(), Map.of());
    return new LocalQueues(
        create(sqs, jobs.queueName(), served(jobs, jobsDeadLetters)),
        create(sqs, results.queueName(), served(results, resultsDeadLetters)),
        jobsDeadLetters,
        resultsDeadLetters);
  }

  /** All four. */
  public List<FifoQueue> all() {
    return List.of(jobs, results, jobsDeadLetters, resultsDeadLetters);
  }

  private static Map<QueueAttributeName, String> served(QueueSpec spec, FifoQueue deadLetters) {
    return Map.of(
        QueueAttributeName.VISIBILITY_TIMEOUT,
        Long.toString(spec.visibilityTimeout().toSeconds()),
        QueueAttributeName.REDRIVE_POLICY,
        "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":%d}"
            .formatted(deadLetters.arn(), spec.maxReceiveCount()));
  }

  private static FifoQueue create(
      SqsClient sqs, String name, Map<QueueAttributeName, String> attributes) {
    Map<QueueAttributeName, String> all = new HashMap<>(attributes);
    all.put(QueueAttributeName.FIFO_QUEUE, "true");
    all.put(QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "false");
    all.put(
        QueueAttributeName.MESSAGE_RETENTION_PERIOD,
        Long.toString(QueueSpec.MESSAGE_RETENTION_PERIOD.toSeconds()));
    String url = sqs.createQueue(request -> request.queueName(name).attributes(all)).queueUrl();
    String arn =
        sqs.getQueueAttributes(
                request -> request.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .getOrDefault(QueueAttributeName.QUEUE_ARN, "");
    return new FifoQueue(name, url, arn);
  }
}
