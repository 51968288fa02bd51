package io.keyferry.acceptance.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyferry.local.cloud.CloudAddress;
import io.keyferry.local.cloud.CloudSettings;
import io.keyferry.local.cloud.LocalClients;
import io.keyferry.local.cloud.LocalCloud;
import io.keyferry.model.value.ImportId;
import java.util.List;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * KeyFerry's events as EventBridge delivers them: a rule on the account's bus, with a queue as its
 * target.
 *
 * @param url of the queue
 */
record EventQueue(SqsClient sqs, String url) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "keyferry-events";

  /** Subscribes to the EventBridge that the cloud's functions use. */
  static EventQueue of(LocalCloud cloud) {
    CloudAddress address = cloud.address();
    String url = cloud.sqsClient().createQueue(r -> r.queueName(NAME)).queueUrl();
    String arn =
        cloud
            .sqsClient()
            .getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .getOrDefault(QueueAttributeName.QUEUE_ARN, "");
    try (EventBridgeClient events =
        LocalClients.of(
            EventBridgeClient.builder(),
            address.eventBus(),
            CloudSettings.REGION,
            address.administrator())) {
      events.putRule(r -> r.name(NAME).eventPattern("{\"source\":[\"keyferry\"]}"));
      PutTargetsResponse taken =
          events.putTargets(
              r -> r.rule(NAME).targets(Target.builder().id("queue").arn(arn).build()));
      if (taken.failedEntryCount() != 0) {
        throw new AssertionError("EventBridge refused the queue: " + taken.failedEntries());
      }
    }
    return new EventQueue(cloud.sqsClient(), url);
  }

  /** Receives events until one is of that import, and returns all of it. */
  JsonNode of(ImportId id) throws Exception {
    return Eventually.of(this::next, events -> events.stream().anyMatch(e -> isOf(e, id)), NAME)
        .stream()
        .filter(event -> isOf(event, id))
        .findFirst()
        .orElseThrow();
  }

  private List<JsonNode> next() throws Exception {
    List<Message> messages = sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(1)).messages();
    for (Message message : messages) {
      sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(message.receiptHandle()));
    }
    return messages.isEmpty() ? List.of() : List.of(JSON.readTree(messages.getFirst().body()));
  }

  private static boolean isOf(JsonNode event, ImportId id) {
    return event.path("detail").path("operationId").asText().equals(id.value());
  }
}
