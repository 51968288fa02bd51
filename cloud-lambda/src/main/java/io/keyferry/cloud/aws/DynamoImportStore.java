package io.keyferry.cloud.aws;

import io.keyferry.cloud.record.ChainHead;
import io.keyferry.cloud.record.ImportStore;
import io.keyferry.cloud.record.MovedHeadException;
import io.keyferry.cloud.record.StaleRecordException;
import io.keyferry.cloud.record.StoredImport;
import io.keyferry.model.deployment.TableSpec;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.UtcTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/**
 * {@link ImportStore} on the table {@link TableSpec#IMPORTS}. One more item, which is in no index,
 * is the head of the chain of ceremony records.
 */
public final class DynamoImportStore implements ImportStore {

  private static final String CONDITION_FAILED = "ConditionalCheckFailed";

  /** Another transaction on one of the items was in progress. */
  private static final String CONFLICT = "TransactionConflict";

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final Duration keepFailed;

  /**
   * A store on one table.
   *
   * @param keepFailed how long a failed import is kept
   */
  public DynamoImportStore(DynamoDbClient dynamoDb, String table, Duration keepFailed) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.keepFailed = keepFailed;
  }

  @Override
  public Optional<StoredImport> find(ImportId importId) {
    Map<String, AttributeValue> item =
        dynamoDb
            .getItem(b -> b.tableName(table).key(ImportItem.key(importId)).consistentRead(true))
            .item();
    return item.isEmpty() ? Optional.empty() : Optional.of(ImportItem.read(item));
  }

  @Override
  public void create(StoredImport first) {
    put(
        first,
        b ->
            b.conditionExpression("attribute_not_exists(#id)")
                .expressionAttributeNames(Map.of("#id", ImportItem.IMPORT_ID)));
  }

  @Override
  public void replace(StoredImport next) {
    put(
        next,
        b ->
            b.conditionExpression("#version = :read")
                .expressionAttributeNames(Map.of("#version", ImportItem.VERSION))
                .expressionAttributeValues(Map.of(":read", ImportItem.number(next.version() - 1))));
  }

  private void put(StoredImport stored, Consumer<PutItemRequest.Builder> condition) {
    Map<String, AttributeValue> item = ImportItem.of(stored, keepFailed);
    try {
      dynamoDb.putItem(b -> {
        b.tableName(table)
            .item(item)
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
        condition.accept(b);
      });
    } catch (ConditionalCheckFailedException e) {
      // The SDK retries a write whose answer was lost: then the item is our own.
      if (!e.hasItem() || !e.item().equals(item)) {
        throw new StaleRecordException(stored.record().importId(), stored.version());
      }
    } catch (TransactionConflictException e) {
      // A transaction on the item is in progress: what it writes must be read first.
      throw new StaleRecordException(stored.record().importId(), stored.version());
    }
  }

  @Override
  public ChainHead head() {
    Map<String, AttributeValue> item =
        dynamoDb.getItem(b -> b.tableName(table).key(HeadItem.KEY).consistentRead(true)).item();
    return item.isEmpty() ? ChainHead.NONE : HeadItem.read(item);
  }

  @Override
  public void end(StoredImport last, ChainHead read, ChainHead next) {
    Put record =
        Put.builder()
            .tableName(table)
            .item(ImportItem.of(last, keepFailed))
            .conditionExpression("#version = :read")
            .expressionAttributeNames(Map.of("#version", ImportItem.VERSION))
            .expressionAttributeValues(Map.of(":read", ImportItem.number(last.version() - 1)))
            .build();
    try {
      // The SDK retries a write whose answer was lost with the same ClientRequestToken, and
      // DynamoDB returns the same answer as the first time.
      dynamoDb.transactWriteItems(b ->
          b.transactItems(
              TransactWriteItem.builder().put(record).build(),
              TransactWriteItem.builder().put(HeadItem.put(table, read, next)).build()));
    } catch (TransactionCanceledException e) {
      throw refused(e, last, read);
    }
  }

  /** The reasons are in the order of the items: first the import, then the head. */
  private static RuntimeException refused(
      TransactionCanceledException e, StoredImport last, ChainHead read) {
    List<String> codes = e.cancellationReasons().stream().map(CancellationReason::code).toList();
    if (codes.getFirst().equals(CONDITION_FAILED)) {
      return new StaleRecordException(last.record().importId(), last.version());
    }
    return codes.contains(CONDITION_FAILED) || codes.contains(CONFLICT)
        ? new MovedHeadException(read)
        : e;
  }

  @Override
  public List<ImportId> due(Instant until, int limit) {
    return dynamoDb
        .query(b ->
            b.tableName(table)
                .indexName(TableSpec.DUE.indexName())
                .keyConditionExpression("#duty = :due and #at <= :until")
                .expressionAttributeNames(
                    Map.of("#duty", ImportItem.DUTY, "#at", ImportItem.DUE_AT))
                .expressionAttributeValues(
                    Map.of(
                        ":due", ImportItem.text(ImportItem.DUE),
                        ":until", ImportItem.text(UtcTime.format(until))))
                .limit(limit))
        .items()
        .stream()
        .map(ImportItem::importId)
        .toList();
  }
}
