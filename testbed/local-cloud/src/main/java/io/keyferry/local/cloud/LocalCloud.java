package io.keyferry.local.cloud;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyferry.kmsemulator.KmsFaults;
import io.keyferry.kmsemulator.value.WrappingKeySpec;
import io.keyferry.local.dynamodb.LocalDynamoDb;
import io.keyferry.local.gate.CallLog;
import io.keyferry.local.gate.Credentials;
import io.keyferry.local.gate.Gates;
import io.keyferry.local.iam.Caller;
import io.keyferry.local.lambda.EventSource;
import io.keyferry.local.lambda.EventSourceMapping;
import io.keyferry.local.lambda.HttpApi;
import io.keyferry.local.lambda.HttpApiSettings;
import io.keyferry.local.lambda.LambdaSettings;
import io.keyferry.local.lambda.LocalLambda;
import io.keyferry.local.lambda.Schedule;
import io.keyferry.local.sqs.FifoQueue;
import io.keyferry.local.sqs.LocalQueues;
import io.keyferry.local.template.Stack;
import io.keyferry.local.template.Template;
import io.keyferry.model.deployment.EventSourceSpec;
import io.keyferry.model.deployment.FunctionSpec;
import io.keyferry.model.deployment.ScheduleSpec;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The running cloud half. Everything listens on loopback only, except DynamoDB local, which cannot.
 * Closing stops all of it.
 */
public final class LocalCloud implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String API_ID = "keyferry01";

  private final Parts parts;
  private final CloudServices services;
  private final KmsClient kmsClient;
  private final SqsClient sqsClient;

  /** Lambda polls a queue with the credentials of the function that it polls for. */
  private final SqsClient pollingClient;

  private final Map<String, Credentials> functionCredentials;
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
    Gates.Endpoints unguarded =
        new Gates.Endpoints(
            services.kms(), services.sqs(), dynamoDb.endpoint(), services.eventBridge());
    DeployedStack deployed = deploy(settings, unguarded);
    queues = deployed.queues();
    CallLog calls = CallLog.in(CallLog.fileOf(settings.folder()), CallLog.testOfSystemProperty());
    deployed.keyNames().forEach(calls::name);
    Gates gates = parts.add(Gates.of(calls));
    Identities identities = identities(settings, deployed, gates);
    functionCredentials = identities.functions();
    Gates.Endpoints guarded =
        services.kmsEmulator().isPresent()
            ? gates.inFrontOf(
                unguarded, services.kmsEmulator().get(), rules(settings, deployed.stack()))
            : unguarded;
    kmsClient =
        parts.add(
            LocalClients.kms(guarded.kms(), CloudSettings.REGION, identities.administrator()));
    sqsClient =
        parts.add(
            LocalClients.sqs(guarded.sqs(), CloudSettings.REGION, identities.administrator()));
    pollingClient =
        parts.add(
            LocalClients.sqs(
                guarded.sqs(),
                CloudSettings.REGION,
                Optional.ofNullable(identities.functions().get(Functions.COMPLETE_IMPORT))
                    .orElseThrow()));
    lambda =
        parts.add(
            LocalLambda.start(
                LambdaSettings.of(
                    CloudSettings.REGION,
                    settings.account(),
                    settings.layout().lambdaRuntime(),
                    settings.folder()),
                Functions.all(settings, guarded, deployed, identities.functions()),
                0));
    lambda.warm(Functions.WARM);
    resumeResults();
    parts.add(this::pauseResults);
    for (ScheduleSpec schedule : ScheduleSpec.ALL) {
      parts.add(
          Schedule.start(
              lambda.function(schedule.target().functionName()),
              JSON.writeValueAsString(schedule.input()),
              schedule.rate()));
    }
    HttpApi api =
        parts.add(HttpApi.start(new HttpApiSettings(API_ID, Functions.routes()), lambda, 0));
    address =
        new CloudAddress(
            guarded,
            lambda.endpoint(),
            api.endpoint(),
            new CloudAddress.QueueUrls(queues.jobs().url(), queues.results().url()),
            new CloudAddress.SigningKeyPin(
                deployed.signingKey().arn(), deployed.signingKey().verificationKey().pem()),
            identities.administrator(),
            identities.agent());
  }

  /** As the deploying administrator, whose calls are not judged here. */
  private static DeployedStack deploy(CloudSettings settings, Gates.Endpoints services)
      throws IOException {
    Credentials deployer = LocalClients.anyOf(settings.account());
    Region region = CloudSettings.REGION;
    try (KmsClient kms = LocalClients.kms(services.kms(), region, deployer);
        SqsClient sqs = LocalClients.sqs(services.sqs(), region, deployer);
        DynamoDbClient dynamoDb = LocalClients.dynamoDb(services.dynamoDb(), region, deployer)) {
      return DeployedStack.deploy(
          Template.read(settings.layout().template()), settings, kms, sqs, dynamoDb);
    }
  }

  /** LocalStack checks no permissions: every caller has the account's credentials. */
  private Identities identities(CloudSettings settings, DeployedStack deployed, Gates gates) {
    Map<String, Caller> roles = new TreeMap<>();
    for (FunctionSpec function : FunctionSpec.ALL) {
      String name = function.functionName();
      roles.put(name, deployed.stack().function(name).role());
    }
    return services.kmsEmulator().isPresent()
        ? Identities.known(gates.accessKeys(), settings.account(), roles, new SecureRandom())
        : Identities.unguarded(LocalClients.anyOf(settings.account()), List.copyOf(roles.keySet()));
  }

  private static Gates.Rules rules(CloudSettings settings, Stack stack) {
    return new Gates.Rules(
        CloudSettings.REGION.id(), settings.account(), stack.queuePolicies(), stack.dataKeys());
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

  /** The switch for fault injection into KMS's calls. */
  public KmsFaults kmsFaults() {
    return services.kmsFaults();
  }

  /** Waits until this many wrapping key pairs are ready, if any are generated ahead. */
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

  /** The credentials of a function's role, by the function's name. */
  public Credentials credentialsOf(String function) {
    return Optional.ofNullable(functionCredentials.get(function)).orElseThrow();
  }

  public LocalLambda lambda() {
    return lambda;
  }

  /** Resumes the delivery of results to CompleteImport, which is on from the start. */
  public final synchronized void resumeResults() {
    if (results.isEmpty()) {
      FifoQueue queue = queues.results();
      results =
          Optional.of(
              EventSourceMapping.start(
                  EventSource.of(queue.url(), queue.arn(), EventSourceSpec.RESULTS.batchSize()),
                  pollingClient,
                  lambda.function(EventSourceSpec.RESULTS.target().functionName())));
    }
  }

  /** Keeps results in their queue. */
  public final synchronized void pauseResults() {
    results.ifPresent(EventSourceMapping::close);
    results = Optional.empty();
  }

  /** Stops the parts in reverse order of their start. */
  @Override
  public void close() {
    parts.close();
  }
}
