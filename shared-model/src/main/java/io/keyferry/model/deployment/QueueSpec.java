package io.keyferry.model.deployment;

import io.keyferry.model.value.AgentName;
import java.time.Duration;

/**
 * An SQS FIFO queue with its dead-letter queue. Deduplication is never by content: the sender names
 * each message, because identical bodies may be different messages and nobody may guess the id.
 *
 * @param name without the suffix {@code .fifo}
 * @param visibilityTimeout how long a received message stays hidden
 * @param maxReceiveCount the number of receives after which a message moves to the dead-letter
 *     queue
 */
public record QueueSpec(String name, Duration visibilityTimeout, int maxReceiveCount) {

  /** How long both queues keep a message: SQS's max. */
  public static final Duration MESSAGE_RETENTION_PERIOD = Duration.ofDays(14);

  private static final int MAX_RECEIVE_COUNT = 5;

  /** The results of all agents. Lambda recommends six times the function's timeout. */
  public static final QueueSpec RESULTS =
      new QueueSpec(
          "keyferry-results",
          FunctionSpec.COMPLETE_IMPORT.timeout().multipliedBy(6),
          MAX_RECEIVE_COUNT);

  /** One agent's jobs. The agent sets the timeout at each poll; this one is for other receivers. */
  public static QueueSpec jobs(AgentName agent) {
    return new QueueSpec("keyferry-jobs-" + agent, Duration.ofSeconds(30), MAX_RECEIVE_COUNT);
  }

  /** The name in SQS. */
  public String queueName() {
    return name + ".fifo";
  }

  /** The dead-letter queue's name in SQS. */
  public String deadLetterQueueName() {
    return name + "-dead.fifo";
  }
}
