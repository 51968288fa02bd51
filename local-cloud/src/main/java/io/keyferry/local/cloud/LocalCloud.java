package io.keyferry.local.cloud;

import io.keyferry.local.dynamodb.ImportsTable;
import io.keyferry.local.dynamodb.LocalDynamoDb;
import io.keyferry.local.kms.KmsFaults;
import io.keyferry.local.lambda.EventSource;
import io.keyferry.local.lambda.EventSourceMapping;
import io.keyferry.local.lambda.HttpApi;
import io.keyferry.local.lambda.HttpApiSettings;
import io.keyferry.local.lambda.LambdaSettings;
import io.keyferry.local.lambda.LocalLambda;
import io.keyferry.local.lambda.Schedule;
import io.keyferry.local.sqs.FifoQueue;
import io.keyferry.local.sqs.LocalQueues;
import io.keyferry.model.WrappingKeySpec;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The running cloud half. Everything listens on loopback only, but DynamoDB local, which cannot;
 * closing stops all of it.
 */
public final class LocalCloud implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration BETWEEN_RESUMPTIONS = Duration.ofMinutes(5);

  private final Parts parts;
  private final CloudServices services;
  private final KmsClient kmsClient;
  private final SqsClient sqsClient;
  private final LocalQueues queues;
  private final LocalLambda lambda;
  private final CloudAddress address;
  private Optional<EventSourceMapping> results = Optional.empty();

  private LocalCloud(CloudSettings settings, Parts parts) throws IOException, InterruptedException {
    this.parts = parts;
    services = parts.add(CloudServices.start(settings));
    LocalDynamoDb dynamoDb =
        parts.add(
            LocalDynamoDb.start(settings.layout().dynamoDbLocal(), settings.folder(), PATIENCE));
    kmsClient = parts.add(LocalClients.kms(services.kms(), settings.region(), settings.account()));
    sqsClient = parts.add(LocalClients.sqs(services.sqs(), settings.region(), settings.account()));
    try (DynamoDbClient client = LocalClients.dynamoDb(dynamoDb.endpoint(), settings.region())) {
      ImportsTable.create(client);
    }
    queues =
        LocalQueues.create(sqsClient, settings.visibilityTimeout(), settings.maxReceiveCount());
    SigningKey signingKey = SigningKey.create(kmsClient);
    lambda =
        parts.add(
            LocalLambda.start(
                LambdaSettings.of(
                    settings.region(),
                    settings.account(),
                    settings.layout().lambdaRuntime(),
                    settings.folder()),
                Functions.all(settings, services, dynamoDb.endpoint(), queues, signingKey.arn()),
                0));
    lambda.warm(Functions.WARM);
    resumeResults();
    parts.add(this::pauseResults);
    parts.add(
        Schedule.start(
            lambda.function(Functions.RESUME_IMPORTS), Functions.RESUME, BETWEEN_RESUMPTIONS));
    HttpApi api =
        parts.add(
            HttpApi.start(new HttpApiSettings(Functions.API_ID, Functions.ROUTES), lambda, 0));
    address =
        new CloudAddress(
            services.kms(),
            services.sqs(),
            dynamoDb.endpoint(),
            services.eventBridge(),
            lambda.endpoint(),
            api.endpoint(),
            queues.jobs().url(),
            queues.results().url(),
            signingKey.arn(),
            signingKey.verificationKey().pem());
  }

  /**
   * Starts all parts and waits until the functions that imports wait for are ready.
   *
   * @throws IOException if a part does not start; those that did are stopped
   */
  public static LocalCloud start(CloudSettings settings) throws IOException, InterruptedException {
    Parts parts = new Parts();
    try {
      return new LocalCloud(settings, parts);
    } catch (IOException | InterruptedException | RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  /** Where the parts listen. */
  public CloudAddress address() {
    return address;
  }

  /** The switch for harm to KMS's calls. */
  public KmsFaults kmsFaults() {
    return services.kmsFaults();
  }

  /** Waits until so many wrapping key pairs are ready, where any are made ahead. */
  public void awaitKeyPairs(WrappingKeySpec spec, int count) {
    services.awaitKeyPairs(spec, count);
  }

  public KmsClient kmsClient() {
    return kmsClient;
  }

  public SqsClient sqsClient() {
    return sqsClient;
  }

  public LocalQueues queues() {
    return queues;
  }

  public LocalLambda lambda() {
    return lambda;
  }

  /** Delivers results to CompleteImport, as it does from the start. */
  public final synchronized void resumeResults() {
    if (results.isEmpty()) {
      FifoQueue queue = queues.results();
      results =
          Optional.of(
              EventSourceMapping.start(
                  EventSource.of(queue.url(), queue.arn()),
                  sqsClient,
                  lambda.function(Functions.COMPLETE_IMPORT)));
    }
  }

  /** Lets results lie in their queue. */
  public final synchronized void pauseResults() {
    results.ifPresent(EventSourceMapping::close);
    results = Optional.empty();
  }

  /** Stops the parts, the last started first. */
  @Override
  public void close() {
    parts.close();
  }
}
