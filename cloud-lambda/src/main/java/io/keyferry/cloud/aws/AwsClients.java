package io.keyferry.cloud.aws;

import io.keyferry.cloud.kms.Run;
import java.time.Duration;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * SDK clients of one Region over one HTTP client. Credentials and endpoints come from the standard
 * variables of Lambda and the SDK.
 */
public final class AwsClients {

  static {
    // HttpURLConnection may repeat a POST on its own, which must never happen to CreateKey. The way
    // in which the SDK sends bodies prevents that today; this setting ensures it.
    System.setProperty("sun.net.http.retryPost", "false");
  }

  /**
   * The timeouts of a call.
   *
   * @param connect of the connection to a service
   * @param attempt of one attempt, until its answer has arrived
   * @param call of the call with all attempts and the waits between them
   */
  record Timeouts(Duration connect, Duration attempt, Duration call) {}

  /** RequestImport has 29 s: a hanging service must leave it time to release an import. */
  static final Timeouts TIMEOUTS =
      new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(4), Run.CALL_TIMEOUT);

  private final Region region;
  private final Timeouts timeouts;
  private final SdkHttpClient http;

  /**
   * Clients of one Region.
   *
   * @param region such as {@code eu-west-1}
   */
  public AwsClients(String region) {
    this(region, TIMEOUTS);
  }

  AwsClients(String region, Timeouts timeouts) {
    this.region = Region.of(region);
    this.timeouts = timeouts;
    this.http =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(timeouts.connect())
            .socketTimeout(timeouts.attempt())
            .build();
  }

  public KmsClient kms() {
    return with(KmsClient.builder(), AwsRetryStrategy.standardRetryStrategy()).build();
  }

  /** For calls that the SDK must not retry. */
  public KmsClient kmsWithoutRetries() {
    return with(KmsClient.builder(), AwsRetryStrategy.doNotRetry()).build();
  }

  public SqsClient sqs() {
    return with(SqsClient.builder(), AwsRetryStrategy.standardRetryStrategy()).build();
  }

  public DynamoDbClient dynamoDb() {
    return with(DynamoDbClient.builder(), AwsRetryStrategy.standardRetryStrategy()).build();
  }

  public EventBridgeClient eventBridge() {
    return with(EventBridgeClient.builder(), AwsRetryStrategy.standardRetryStrategy()).build();
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B with(
      B builder, RetryStrategy retries) {
    return builder
        .region(region)
        .httpClient(http)
        .overrideConfiguration(override ->
            override
                .retryStrategy(retries)
                .apiCallAttemptTimeout(timeouts.attempt())
                .apiCallTimeout(timeouts.call()));
  }
}
