package io.keyferry.agent.job.queue;

/**
 * A message from the jobs queue, as received: nothing in it is verified.
 *
 * @param id SQS {@code MessageId}
 * @param receipt SQS {@code ReceiptHandle} of this delivery
 * @param group SQS {@code MessageGroupId}
 * @param deliveries the number of receives, including this one
 * @param body expected to be a signed job
 */
public record QueuedJob(String id, String receipt, String group, int deliveries, String body) {}
