package io.keyferry.local.lambda;

import io.keyferry.model.value.InvalidValueException;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A queue that feeds a function.
 *
 * @param queueUrl the QueueUrl of the SQS API
 * @param queueArn {@code arn:aws:sqs:REGION:ACCOUNT:NAME}
 * @param batchSize the max number of messages of an invocation
 * @param waitTime how long a receive waits for a message, whole seconds up to 20
 * @param minPause the pause after a first failure, which doubles with each further one
 * @param maxPause the longest pause
 */
public record EventSource(
    String queueUrl,
    String queueArn,
    int batchSize,
    Duration waitTime,
    Duration minPause,
    Duration maxPause) {

  private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:sqs:[a-z0-9-]+:[0-9]{12}:.+");

  /**
   * @throws InvalidValueException if the ARN is not that of a queue
   */
  public EventSource {
    if (!ARN.matcher(queueArn).matches()) {
      throw InvalidValueException.of("a queue's ARN (arn:aws:sqs:REGION:ACCOUNT:NAME)", queueArn);
    }
  }

  /**
   * The defaults: polls of 1 s, pauses of 100 ms to 5 s. The polls are short because ElasticMQ,
   * unlike SQS, does not end a long poll when a hidden message becomes visible again.
   */
  public static EventSource of(String queueUrl, String queueArn, int batchSize) {
    return new EventSource(
        queueUrl,
        queueArn,
        batchSize,
        Duration.ofSeconds(1),
        Duration.ofMillis(100),
        Duration.ofSeconds(5));
  }

  String region() {
    return queueArn.split(":", -1)[3];
  }

  Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(maxPause) < 0 ? doubled : maxPause;
  }
}
