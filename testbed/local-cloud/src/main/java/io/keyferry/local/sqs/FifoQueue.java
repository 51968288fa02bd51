package io.keyferry.local.sqs;

/**
 * A FIFO queue that exists.
 *
 * @param name ends with {@code .fifo}
 * @param url the QueueUrl of the SQS API
 */
public record FifoQueue(String name, String url, String arn) {}
