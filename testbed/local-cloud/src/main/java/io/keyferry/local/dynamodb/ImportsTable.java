package io.keyferry.local.dynamodb;

import io.keyferry.model.deployment.TableSpec;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The imports table, as the cloud half has it in AWS. */
public final class ImportsTable {

  /** The table's name; in AWS CloudFormation generates one. */
  public static final String NAME = "keyferry-imports";

  private static final TableSpec SPEC = TableSpec.IMPORTS;

  private ImportsTable() {}

  /** Creates the table and waits until it is active. */
  public static void create(DynamoDbClient dynamoDb) {
    dynamoDb.createTable(table ->
        table
            .tableName(NAME)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .attributeDefinitions(SPEC.keyAttributes().stream().map(ImportsTable::text).toList())
            .keySchema(key(SPEC.partitionKey(), KeyType.HASH))
            .globalSecondaryIndexes(
                SPEC.globalSecondaryIndexes().stream().map(ImportsTable::index).toList()));
    try (var waiter = dynamoDb.waiter()) {
      waiter.waitUntilTableExists(request -> request.tableName(NAME));
    }
    dynamoDb.updateTimeToLive(request ->
        request
            .tableName(NAME)
            .timeToLiveSpecification(
                ttl -> ttl.attributeName(SPEC.timeToLiveAttribute()).enabled(true)));
  }

  private static GlobalSecondaryIndex index(TableSpec.Index index) {
    List<String> others = index.nonKeyAttributes();
    Projection.Builder projection =
        others.isEmpty()
            ? Projection.builder().projectionType(ProjectionType.KEYS_ONLY)
            : Projection.builder().projectionType(ProjectionType.INCLUDE).nonKeyAttributes(others);
    return GlobalSecondaryIndex.builder()
        .indexName(index.indexName())
        .keySchema(key(index.partitionKey(), KeyType.HASH), key(index.sortKey(), KeyType.RANGE))
        .projection(projection.build())
        .build();
  }

  private static AttributeDefinition text(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }
}
