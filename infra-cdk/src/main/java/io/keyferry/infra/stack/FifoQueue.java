package io.keyferry.infra.stack;

import io.keyferry.model.deployment.QueueSpec;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.ArnPrincipal;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/** A FIFO queue with its dead-letter queue, both encrypted and accessible only over TLS. */
final class FifoQueue extends Construct {

  private final Queue queue;
  private final Queue deadLetters;

  FifoQueue(Construct scope, String id, QueueSpec spec, DataKey dataKey) {
    super(scope, id);
    this.deadLetters = queue("DeadLetters", spec.deadLetterQueueName(), dataKey).build();
    this.queue =
        queue("Queue", spec.queueName(), dataKey)
            .visibilityTimeout(seconds(spec.visibilityTimeout()))
            .deadLetterQueue(
                DeadLetterQueue.builder()
                    .queue(deadLetters)
                    .maxReceiveCount(spec.maxReceiveCount())
                    .build())
            .build();
  }

  private Queue.Builder queue(String id, String name, DataKey dataKey) {
    return Queue.Builder.create(this, id)
        .queueName(name)
        .fifo(true)
        .encryption(QueueEncryption.KMS)
        .encryptionMasterKey(dataKey.key())
        .enforceSsl(true)
        .retentionPeriod(seconds(QueueSpec.MESSAGE_RETENTION_PERIOD));
  }

  private static Duration seconds(java.time.Duration duration) {
    return Duration.seconds(duration.toSeconds());
  }

  /** Adds to the queue's own policy who may do what with it. */
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
