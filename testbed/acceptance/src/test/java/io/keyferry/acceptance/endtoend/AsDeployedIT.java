package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyferry.local.Layout;
import io.keyferry.local.cloud.CloudSettings;
import io.keyferry.local.cloud.LocalClients;
import io.keyferry.local.dynamodb.ImportsTable;
import io.keyferry.local.lambda.Function;
import io.keyferry.local.template.Template;
import io.keyferry.model.deployment.QueueSpec;
import io.keyferry.model.testing.EcSigner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The local cloud is what the template deploys. Both are read, however they are built, so that
 * neither can change alone.
 */
class AsDeployedIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static CloudStage stage;
  private static Template template;

  @BeforeAll
  static void open() throws Exception {
    Layout layout = Layout.ofSystemProperty();
    template = Template.read(layout.template());
    stage =
        new CloudStage(
            folder, CloudSettings.of(layout, folder, EcSigner.create().verificationKey()));
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @Test
  void everyQueueHasTheAttributesOfTheTemplate() throws Exception {
    Map<String, JsonNode> queues = template.resources("AWS::SQS::Queue");
    SqsClient sqs = stage.cloud().sqsClient();

    assertThat(sqs.listQueues().queueUrls()).hasSameSizeAs(queues.values());
    for (JsonNode queue : queues.values()) {
      String name = queue.path("QueueName").asText();
      String url = sqs.getQueueUrl(r -> r.queueName(name)).queueUrl();
      Map<QueueAttributeName, String> found =
          sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.ALL))
              .attributes();
      assertThat(found)
          .as(name)
          .containsEntry(QueueAttributeName.FIFO_QUEUE, queue.path("FifoQueue").asText())
          .containsEntry(
              QueueAttributeName.CONTENT_BASED_DEDUPLICATION,
              queue.path("ContentBasedDeduplication").asText("false"))
          .containsEntry(
              QueueAttributeName.VISIBILITY_TIMEOUT, queue.path("VisibilityTimeout").asText("30"));
      // ElasticMQ accepts the retention period, keeps messages forever, and does not return it.
      assertThat(queue.path("MessageRetentionPeriod").asLong())
          .as(name)
          .isEqualTo(QueueSpec.MESSAGE_RETENTION_PERIOD.toSeconds());
      assertRedrive(
          name,
          queue.path("RedrivePolicy"),
          JSON.readTree(found.getOrDefault(QueueAttributeName.REDRIVE_POLICY, "{}")));
    }
  }

  private static void assertRedrive(String name, JsonNode deployed, JsonNode found) {
    assertThat(found.path("maxReceiveCount").asInt())
        .as(name)
        .isEqualTo(deployed.path("maxReceiveCount").asInt());
    JsonNode dead = deployed.at("/deadLetterTargetArn/Fn::GetAtt/0");
    assertThat(dead.isMissingNode()).as(name).isEqualTo(name.endsWith("-dead.fifo"));
    if (!dead.isMissingNode()) {
      JsonNode deadLetters =
          Optional.ofNullable(template.resources("AWS::SQS::Queue").get(dead.asText()))
              .orElseThrow();
      assertThat(found.path("deadLetterTargetArn").asText())
          .as(name)
          .endsWith(":" + deadLetters.path("QueueName").asText());
    }
  }

  @Test
  void everyFunctionHasTheLimitsVariablesAndAliasesOfTheTemplate() {
    Map<String, JsonNode> functions = template.resources("AWS::Lambda::Function");

    assertThat(functions).hasSize(4);
    functions.forEach((id, deployed) -> {
      String name = deployed.path("FunctionName").asText();
      Function local = stage.cloud().lambda().function(name).function();
      assertThat(local.handler()).as(name).isEqualTo(deployed.path("Handler").asText());
      assertThat(local.timeout())
          .as(name)
          .isEqualTo(Duration.ofSeconds(deployed.path("Timeout").asInt()));
      assertThat(local.memoryMegabytes()).as(name).isEqualTo(deployed.path("MemorySize").asInt());
      assertThat(ownVariables(local))
          .as(name)
          .containsExactlyInAnyOrderElementsOf(
              () -> deployed.at("/Environment/Variables").fieldNames());
      assertThat(local.aliases()).as(name).isEqualTo(aliases(id));
    });
  }

  /** The variables that only the local cloud sets: the addresses of its services. */
  private static Set<String> ownVariables(Function function) {
    return function.environment().keySet().stream()
        .filter(name -> !name.startsWith("AWS_") && !name.equals("KEYFERRY_LOCAL_STACK"))
        .collect(Collectors.toSet());
  }

  private static Set<String> aliases(String function) {
    return template.resources("AWS::Lambda::Alias").values().stream()
        .filter(alias -> alias.at("/FunctionName/Ref").asText().equals(function))
        .map(alias -> alias.path("Name").asText())
        .collect(Collectors.toSet());
  }

  @Test
  void theTableHasTheKeysIndexesAndExpiryOfTheTemplate() {
    JsonNode deployed = template.resources("AWS::DynamoDB::Table").values().iterator().next();
    try (DynamoDbClient dynamoDb =
        LocalClients.dynamoDb(
            stage.cloud().address().dynamoDb(),
            CloudSettings.REGION,
            stage.cloud().address().administrator())) {
      var table = dynamoDb.describeTable(r -> r.tableName(ImportsTable.NAME)).table();
      TimeToLiveDescription expiry =
          dynamoDb.describeTimeToLive(r -> r.tableName(ImportsTable.NAME)).timeToLiveDescription();

      assertThat(keys(table.keySchema())).isEqualTo(keys(deployed.path("KeySchema")));
      assertThat(table.globalSecondaryIndexes())
          .extracting(AsDeployedIT::index)
          .containsExactlyInAnyOrderElementsOf(
              deployed
                  .path("GlobalSecondaryIndexes")
                  .valueStream()
                  .map(AsDeployedIT::index)
                  .toList());
      assertThat(expiry.attributeName())
          .isEqualTo(deployed.at("/TimeToLiveSpecification/AttributeName").asText());
      assertThat(expiry.timeToLiveStatusAsString()).isEqualTo("ENABLED");
    }
  }

  private static List<String> keys(List<KeySchemaElement> schema) {
    return schema.stream().map(key -> key.keyTypeAsString() + " " + key.attributeName()).toList();
  }

  private static List<String> keys(JsonNode schema) {
    return schema
        .valueStream()
        .map(key -> key.path("KeyType").asText() + " " + key.path("AttributeName").asText())
        .toList();
  }

  private static List<Object> index(GlobalSecondaryIndexDescription index) {
    Projection projection = index.projection();
    return List.of(
        index.indexName(),
        keys(index.keySchema()),
        projection.projectionTypeAsString(),
        projection.nonKeyAttributes());
  }

  private static List<Object> index(JsonNode index) {
    return List.of(
        index.path("IndexName").asText(),
        keys(index.path("KeySchema")),
        index.at("/Projection/ProjectionType").asText(),
        index.at("/Projection/NonKeyAttributes").valueStream().map(JsonNode::asText).toList());
  }
}
