package io.keyferry.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.local.dynamodb.ImportsTable;
import io.keyferry.local.sqs.LocalQueues;
import io.keyferry.local.template.Stack;
import io.keyferry.local.template.Template;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The template's keys, queues and table, created on this machine as a deployment creates them in
 * AWS.
 *
 * @param keyNames the template's names of the keys by their ids
 */
record DeployedStack(
    Stack stack, LocalQueues queues, SigningKey signingKey, Map<String, String> keyNames) {

  private static final String SIGNING = "ECC_NIST_P256";

  static DeployedStack deploy(
      Template template,
      CloudSettings settings,
      KmsClient kms,
      SqsClient sqs,
      DynamoDbClient dynamoDb) {
    Map<String, String> refs = new HashMap<>();
    Map<String, String> keyNames = new HashMap<>();
    String signingKey = "";
    Stack names = stack(template, settings, Map.of());
    for (Map.Entry<String, JsonNode> key : template.resources("AWS::KMS::Key").entrySet()) {
      JsonNode properties = key.getValue();
      String spec = properties.path("KeySpec").asText("SYMMETRIC_DEFAULT");
      var made =
          kms.createKey(request ->
                  request
                      .keySpec(spec)
                      .keyUsage(properties.path("KeyUsage").asText("ENCRYPT_DECRYPT"))
                      .description(properties.path("Description").asText())
                      .policy(names.resolve(properties.path("KeyPolicy")).toString()))
              .keyMetadata();
      refs.put(key.getKey(), made.keyId());
      keyNames.put(made.keyId(), key.getKey());
      if (spec.equals(SIGNING)) {
        signingKey = made.arn();
      }
    }
    ImportsTable.create(dynamoDb);
    template
        .resources("AWS::DynamoDB::Table")
        .keySet()
        .forEach(id -> refs.put(id, ImportsTable.NAME));
    LocalQueues queues =
        settings
            .redelivery()
            .map(test -> LocalQueues.create(sqs, test.visibilityTimeout(), test.maxReceiveCount()))
            .orElseGet(() -> LocalQueues.create(sqs));
    Map<String, String> urls = new HashMap<>();
    queues.all().forEach(queue -> urls.put(queue.name(), queue.url()));
    template
        .resources("AWS::SQS::Queue")
        .forEach((id, queue) -> {
          String name = queue.path("QueueName").asText();
          String url = urls.get(name);
          if (url == null) {
            throw new IllegalStateException(
                "expected the queues %s in the template, found %s".formatted(urls.keySet(), name));
          }
          refs.put(id, url);
        });
    return new DeployedStack(
        stack(template, settings, refs), queues, SigningKey.of(signingKey, kms), keyNames);
  }

  private static Stack stack(Template template, CloudSettings settings, Map<String, String> refs) {
    return new Stack(template, CloudSettings.REGION.id(), settings.account(), refs);
  }
}
