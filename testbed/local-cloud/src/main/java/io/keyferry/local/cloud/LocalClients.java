package io.keyferry.local.cloud;

import io.keyferry.local.gate.Credentials;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** AWS SDK clients of the local parts. */
public final class LocalClients {

  private LocalClients() {}

  /**
   * For a part without access control. LocalStack takes an access key id of twelve digits for the
   * account.
   */
  public static Credentials anyOf(String account) {
    return Credentials.of(account, "local");
  }

  /** A client of the local KMS. */
  public static KmsClient kms(URI endpoint, Region region, Credentials credentials) {
    return of(KmsClient.builder(), endpoint, region, credentials);
  }

  /** A client of the local queues; its calls may wait for a long poll of 20 s. */
  public static SqsClient sqs(URI endpoint, Region region, Credentials credentials) {
    return of(SqsClient.builder(), endpoint, region, credentials);
  }

  /** A client of DynamoDB local. */
  public static DynamoDbClient dynamoDb(URI endpoint, Region region, Credentials credentials) {
    return of(DynamoDbClient.builder(), endpoint, region, credentials);
  }

  /** A client of any service at that endpoint. */
  public static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C of(
      B builder, URI endpoint, Region region, Credentials credentials) {
    return builder
        .endpointOverride(endpoint)
        .region(region)
        .credentialsProvider(StaticCredentialsProvider.create(credentials.forSdk()))
        .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(Duration.ofSeconds(40)))
        .build();
  }
}
