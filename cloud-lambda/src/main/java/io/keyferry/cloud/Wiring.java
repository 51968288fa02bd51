package io.keyferry.cloud;

import io.keyferry.cloud.aws.AwsClients;
import io.keyferry.cloud.aws.AwsKms;
import io.keyferry.cloud.aws.DynamoImportStore;
import io.keyferry.cloud.aws.EventBridgeEvents;
import io.keyferry.cloud.aws.KmsSigner;
import io.keyferry.cloud.aws.SqsJobQueue;
import io.keyferry.cloud.event.SqsMessage;
import io.keyferry.cloud.job.Agents;
import io.keyferry.cloud.job.JobDispatch;
import io.keyferry.cloud.kind.Kinds;
import io.keyferry.cloud.kms.KeyPolicy;
import io.keyferry.cloud.kms.Kms;
import io.keyferry.cloud.kms.RandomNonces;
import io.keyferry.cloud.kms.Sleeper;
import io.keyferry.cloud.record.Ceremonies;
import io.keyferry.cloud.record.CompletionEvents;
import io.keyferry.cloud.record.ImportStore;
import io.keyferry.cloud.record.Imports;
import io.keyferry.cloud.recovery.Orphans;
import io.keyferry.cloud.recovery.Resumption;
import io.keyferry.cloud.request.ImportIds;
import io.keyferry.cloud.request.RequestCheck;
import io.keyferry.cloud.request.RequestHandling;
import io.keyferry.cloud.request.RequestReader;
import io.keyferry.cloud.result.ResultHandling;
import io.keyferry.model.value.Software;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Connects the flow to AWS, for the functions that share the wiring. */
final class Wiring {

  private final Settings settings;
  private final SqsClient sqs;
  private final ImportStore store;
  private final Imports imports;
  private final Kms kms;
  private final Kinds kinds;
  private final KmsSigner signer;
  private final Sleeper pause = new JitteredSleeper(RandomGenerator.getDefault(), Thread::sleep);
  private final Agents agents;
  private final JobDispatch jobs;

  Wiring(Settings settings, AwsClients clients) {
    this.settings = settings;
    KmsClient kmsClient = clients.kms();
    this.sqs = clients.sqs();
    this.store =
        new DynamoImportStore(
            clients.dynamoDb(), settings.table().name(), settings.table().keepFailed());
    KeyPolicy policy = KeyPolicy.inAccountOf(settings.signingKey());
    this.kms = new AwsKms(kmsClient, clients.kmsWithoutRetries(), policy);
    this.kinds = new Kinds(kms, pause, policy, new RandomNonces());
    this.signer = new KmsSigner(kmsClient, settings.signingKey());
    this.imports =
        new Imports(
            store,
            new Ceremonies(store, kms, pause, signer, Software.builtBeside(Wiring.class)),
            new CompletionEvents(
                new EventBridgeEvents(clients.eventBridge(), settings.eventBus()), store),
            kinds);
    this.agents =
        new Agents(
            settings.agents().stream()
                .map(agent ->
                    new Agents.Agent(
                        agent.name(), agent.key(), new SqsJobQueue(sqs, agent.jobsQueueUrl())))
                .toList());
    this.jobs = new JobDispatch(kms, pause, signer, agents, settings.jobLifetime());
  }

  RequestHandling requests() {
    ImportIds ids = new ImportIds(settings.signingKey(), settings.function().name());
    RequestCheck.Against against =
        new RequestCheck.Against(store, kms, settings.signingKey(), agents, settings.limits());
    return new RequestHandling(imports, ids, against, jobs);
  }

  Resumption resumption() {
    return new Resumption(imports, requests(), jobs, pause);
  }

  RequestReader reader() {
    return new RequestReader(kinds.all());
  }

  Orphans orphans() {
    return new Orphans(kms, store);
  }

  ResultHandling results() {
    return new ResultHandling(imports, kms, pause, agents, signer, jobs);
  }

  /**
   * Ends a delivery at once: SQS delivers the message again, or moves it to the dead-letter queue.
   */
  Consumer<SqsMessage> release(String queueUrl) {
    return message ->
        sqs.changeMessageVisibility(
            b -> b.queueUrl(queueUrl).receiptHandle(message.receiptHandle()).visibilityTimeout(0));
  }
}
