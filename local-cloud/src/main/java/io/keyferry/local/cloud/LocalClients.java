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

/** AWS SDK clients of the local parts. The credentials mean nothing: nobody here checks them. */
public final class LocalClients {

  /** What the local parts take for an access key id and a secret access key. */
  public static final String DUMMY_CREDENTIAL = "local";

  private LocalClients() {}

  /** A client of the KMS stand-in. */
  public static KmsClient kms(URI endpoint, Region region) {
    return configure(KmsClient.builder(), endpoint, region);
  }

  /** A client of the local queues; its calls may wait for a long poll of 20 s. */
  public static SqsClient sqs(URI endpoint, Region region) {
    return configure(SqsClient.builder(), endpoint, region);
  }

  /** A client of DynamoDB local. */
  public static DynamoDbClient dynamoDb(URI endpoint, Region region) {
    return configure(DynamoDbClient.builder(), endpoint, region);
  }

  private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C configure(
      B builder, URI endpoint, Region region) {
    return builder
        .endpointOverride(endpoint)
        .region(region)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(DUMMY_CREDENTIAL, DUMMY_CREDENTIAL)))
        .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(Duration.ofSeconds(40)))
        .build();
  }
}
