package io.keyferry.agent.job.queue;

/**
 * A message of the jobs queue, as it came: nothing in it is verified.
 *
 * @param id SQS {@code MessageId}
 * @param receipt SQS {@code ReceiptHandle} of this delivery
 * @param group SQS {@code MessageGroupId}
 * @param deliveries how often it has been received, this time included
 * @param body what should be a sealed job
 */
public record QueuedJob(String id, String receipt, String group, int deliveries, String body) {}
