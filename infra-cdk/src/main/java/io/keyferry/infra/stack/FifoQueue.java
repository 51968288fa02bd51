package io.keyferry.infra.stack;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.ArnPrincipal;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/** A FIFO queue with its dead-letter queue, both encrypted and reached by TLS only. */
final class FifoQueue extends Construct {

  private static final int DELIVERIES = 5;

  /** The most that SQS keeps a message. */
  private static final Duration RETENTION = Duration.days(14);

  private final Queue queue;
  private final Queue deadLetters;

  FifoQueue(Construct scope, String id, String name, Duration visibility, DataKey dataKey) {
    super(scope, id);
    this.deadLetters = queue("DeadLetters", name + "-dead", dataKey).build();
    this.queue =
        queue("Queue", name, dataKey)
            .visibilityTimeout(visibility)
            .deadLetterQueue(
                DeadLetterQueue.builder().queue(deadLetters).maxReceiveCount(DELIVERIES).build())
            .build();
  }

  private Queue.Builder queue(String id, String name, DataKey dataKey) {
    return Queue.Builder.create(this, id)
        .queueName(name + ".fifo")
        .fifo(true)
        .encryption(QueueEncryption.KMS)
        .encryptionMasterKey(dataKey.key())
        .enforceSsl(true)
        .retentionPeriod(RETENTION);
  }

  /** Says in the queue's own policy who may do what with it. */
  void allow(List<ArnPrincipal> who, String sid, List<String> actions) {
    queue.addToResourcePolicy(
        Statements.allowTo(who, sid, actions, List.of(queue.getQueueArn()), Map.of()));
  }

  Queue queue() {
    return queue;
  }

  Queue deadLetters() {
    return deadLetters;
  }

  String url() {
    return queue.getQueueUrl();
  }

  String arn() {
    return queue.getQueueArn();
  }
}
