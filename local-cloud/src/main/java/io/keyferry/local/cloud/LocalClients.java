package io.keyferry.local.cloud;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * AWS SDK clients of the local parts. Nobody here checks their credentials; LocalStack takes an
 * access key id of twelve digits for the account.
 */
public final class LocalClients {

  /** What the local parts take for a secret access key. */
  public static final String SECRET = "local";

  private LocalClients() {}

  /** A client of the local KMS. */
  public static KmsClient kms(URI endpoint, Region region, String account) {
    return of(KmsClient.builder(), endpoint, region, account);
  }

  /** A client of the local queues; its calls may wait for a long poll of 20 s. */
  public static SqsClient sqs(URI endpoint, Region region, String account) {
    return of(SqsClient.builder(), endpoint, region, account);
  }

  /** A client of DynamoDB local. */
  public static DynamoDbClient dynamoDb(URI endpoint, Region region) {
    return of(DynamoDbClient.builder(), endpoint, region, CloudSettings.ACCOUNT);
  }

  /** A client of any service that listens there. */
  public static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C of(
      B builder, URI endpoint, Region region, String account) {
    return builder
        .endpointOverride(endpoint)
        .region(region)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(account, SECRET)))
        .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(Duration.ofSeconds(40)))
        .build();
  }
}
