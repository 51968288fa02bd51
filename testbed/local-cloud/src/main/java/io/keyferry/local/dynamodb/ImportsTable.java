package io.keyferry.local.dynamodb;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The table of the imports, as the cloud half has it in AWS. */
public final class ImportsTable {

  /** The table's name. */
  public static final String NAME = "keyferry-imports";

  /**
   * The index that lists the imports in the order of their request. It holds their records only:
   * the import token stays in the table.
   */
  public static final String NEWEST_FIRST = "newest-first";

  /** The index over those imports for which something is to be done; it holds keys only. */
  public static final String DUE = "due";

  private ImportsTable() {}

  /** Creates the table and waits until it is active. */
  public static void create(DynamoDbClient dynamoDb) {
    dynamoDb.createTable(table ->
        table
            .tableName(NAME)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .attributeDefinitions(
                text("importId"), text("listing"), text("requestedAt"), text("duty"), text("dueAt"))
            .keySchema(key("importId", KeyType.HASH))
            .globalSecondaryIndexes(
                GlobalSecondaryIndex.builder()
                    .indexName(NEWEST_FIRST)
                    .keySchema(key("listing", KeyType.HASH), key("requestedAt", KeyType.RANGE))
                    .projection(projection ->
                        projection
                            .projectionType(ProjectionType.INCLUDE)
                            .nonKeyAttributes("record"))
                    .build(),
                GlobalSecondaryIndex.builder()
                    .indexName(DUE)
                    .keySchema(key("duty", KeyType.HASH), key("dueAt", KeyType.RANGE))
                    .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY))
                    .build()));
    try (var waiter = dynamoDb.waiter()) {
      waiter.waitUntilTableExists(request -> request.tableName(NAME));
    }
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
