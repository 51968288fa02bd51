package io.keyferry.acceptance.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.acceptance.localstack.OnlyOnLocalStack;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** The table as DynamoDB reports it. */
@OnlyOnLocalStack
class DeployedTableIT {

  private static final String TYPE = "AWS::DynamoDB::Table";

  private final Deployment deployment = Deployment.get();
  private final String name = deployment.physicalId(TYPE, "ImportsTable");

  @Test
  void itHasTheKeysAndIndexesThatTheFunctionsQuery() {
    TableDescription table = table();

    assertThat(keys(table.keySchema())).containsExactly("importId HASH");
    assertThat(table.globalSecondaryIndexes())
        .extracting(GlobalSecondaryIndexDescription::indexName)
        .containsExactlyInAnyOrder("newest-first", "due");
    assertThat(keys(index(table, "newest-first").keySchema()))
        .containsExactly("listing HASH", "requestedAt RANGE");
    assertThat(index(table, "newest-first").projection().nonKeyAttributes())
        .containsExactly("record");
    assertThat(keys(index(table, "due").keySchema())).containsExactly("duty HASH", "dueAt RANGE");
    assertThat(index(table, "due").projection().projectionTypeAsString()).isEqualTo("KEYS_ONLY");
  }

  @Test
  void itIsBilledPerRequestAndEncryptedUnderTheDataKey() {
    TableDescription table = table();

    assertThat(table.billingModeSummary().billingModeAsString()).isEqualTo("PAY_PER_REQUEST");
    assertThat(table.sseDescription().kmsMasterKeyArn())
        .isEqualTo(deployment.arnOf("AWS::KMS::Key", "DataKey"));
  }

  /** They are in the template; {@code docs/localstack.md} says that LocalStack drops them. */
  @Test
  void localStackDropsItsDeletionProtectionAndItsBackup() {
    JsonNode ordered =
        deployment.deployed().properties(deployment.whole().id(TYPE, "ImportsTable"));
    assertThat(ordered.path("DeletionProtectionEnabled").asBoolean()).isTrue();
    assertThat(
            ordered.at("/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled").asBoolean())
        .isTrue();

    assertThat(table().deletionProtectionEnabled()).isFalse();
    try (DynamoDbClient dynamoDb = deployment.client(DynamoDbClient.builder())) {
      assertThat(
              dynamoDb
                  .describeContinuousBackups(r -> r.tableName(name))
                  .continuousBackupsDescription()
                  .pointInTimeRecoveryDescription()
                  .pointInTimeRecoveryStatusAsString())
          .isEqualTo("DISABLED");
    }
  }

  @Test
  void failedImportsAreRemoved() {
    try (DynamoDbClient dynamoDb = deployment.client(DynamoDbClient.builder())) {
      var lifetime = dynamoDb.describeTimeToLive(r -> r.tableName(name)).timeToLiveDescription();
      assertThat(lifetime.timeToLiveStatusAsString()).isEqualTo("ENABLED");
      assertThat(lifetime.attributeName()).isEqualTo("expiresAt");
    }
  }

  private TableDescription table() {
    try (DynamoDbClient dynamoDb = deployment.client(DynamoDbClient.builder())) {
      return dynamoDb.describeTable(r -> r.tableName(name)).table();
    }
  }

  private static GlobalSecondaryIndexDescription index(TableDescription table, String name) {
    return table.globalSecondaryIndexes().stream()
        .filter(index -> index.indexName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> keys(List<KeySchemaElement> schema) {
    return schema.stream().map(key -> key.attributeName() + " " + key.keyTypeAsString()).toList();
  }
}
