package io.keyferry.local.dynamodb;

import io.keyferry.local.process.ChildProcess;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Polls DynamoDB local until it answers. */
final class Readiness {

  private static final long PAUSE_MILLIS = 50;

  private Readiness() {}

  /** Waits until the service answers; otherwise returns what was found instead. */
  static Optional<String> await(ChildProcess process, URI endpoint, Duration patience)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    String last = "nothing answered yet";
    try (DynamoDbClient client = client(endpoint)) {
      while (System.nanoTime() < end) {
        Optional<Integer> status = exitWithin(process, PAUSE_MILLIS);
        if (status.isPresent()) {
          return Optional.of("it ended with status " + status.get());
        }
        try {
          client.listTables();
          return Optional.empty();
        } catch (SdkException e) {
          last = String.valueOf(e.getMessage());
        }
      }
    }
    return Optional.of("it did not answer within " + patience + " (" + last + ")");
  }

  private static Optional<Integer> exitWithin(ChildProcess process, long millis)
      throws InterruptedException {
    try {
      return Optional.of(process.onExit().get(millis, TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("expected an exit status, found a fault", e);
    }
  }

  private static DynamoDbClient client(URI endpoint) {
    return DynamoDbClient.builder()
        .endpointOverride(endpoint)
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(options ->
            options
                .apiCallTimeout(Duration.ofSeconds(5))
                .retryStrategy(RetryMode.STANDARD)
                .retryStrategy(retry -> retry.maxAttempts(1)))
        .build();
  }
}
