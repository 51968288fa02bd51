package io.keyferry.cloud.aws;

import io.keyferry.cloud.operation.PageMark;
import io.keyferry.model.deployment.TableSpec;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.InvalidValueException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/**
 * Reads what is shown of the imports in the table of {@link DynamoImportStore}: import records and
 * ceremony records. It requests only these attributes and the keys, so that its role needs no
 * access to import tokens.
 */
public final class DynamoImportReader {

  private static final Map<String, String> ONE =
      Map.of("#record", ImportItem.RECORD, "#ceremonyRecord", ImportItem.CEREMONY_RECORD);
  private static final Map<String, String> MANY =
      Map.of(
          "#id", ImportItem.IMPORT_ID,
          "#at", ImportItem.REQUESTED_AT,
          "#record", ImportItem.RECORD,
          "#listing", ImportItem.LISTING);

  /** The part of an import that is shown. */
  public sealed interface Shown {

    /**
     * An import that can be read.
     *
     * @param ceremonyRecord of an import that has ended; not in a page
     */
    record Known(ImportRecord record, Optional<String> ceremonyRecord) implements Shown {}

    /**
     * An import whose record this release cannot read.
     *
     * @param why what was expected and what was found
     * @param ceremonyRecord of an import that has ended; not in a page
     */
    record Unreadable(ImportId importId, String why, Optional<String> ceremonyRecord)
        implements Shown {}
  }

  /**
   * Some imports.
   *
   * @param end present if there may be more
   */
  public record Page(List<Shown> imports, Optional<PageMark> end) {}

  private final DynamoDbClient dynamoDb;
  private final String table;

  public DynamoImportReader(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  /** The newest version of one import. */
  public Optional<Shown> find(ImportId importId) {
    Map<String, AttributeValue> item =
        dynamoDb
            .getItem(b ->
                b.tableName(table)
                    .key(ImportItem.key(importId))
                    .projectionExpression("#record, #ceremonyRecord")
                    .expressionAttributeNames(ONE)
                    .consistentRead(true))
            .item();
    return item.isEmpty() ? Optional.empty() : Optional.of(shown(importId, item));
  }

  /**
   * Returns one page of all imports, newest first.
   *
   * @param after where the previous page ended
   */
  public Page newest(int limit, Optional<PageMark> after) {
    QueryRequest.Builder query =
        QueryRequest.builder()
            .tableName(table)
            .indexName(TableSpec.NEWEST_FIRST.indexName())
            .keyConditionExpression("#listing = :all")
            .projectionExpression("#id, #at, #record")
            .select(Select.SPECIFIC_ATTRIBUTES)
            .expressionAttributeNames(MANY)
            .expressionAttributeValues(Map.of(":all", ImportItem.text(ImportItem.ALL_IMPORTS)))
            .scanIndexForward(false)
            .limit(limit);
    after.ifPresent(mark -> query.exclusiveStartKey(ImportItem.indexKey(mark)));
    QueryResponse answer = dynamoDb.query(query.build());
    List<Map<String, AttributeValue>> items = answer.items();
    return new Page(
        items.stream().map(item -> shown(ImportItem.importId(item), item)).toList(),
        answer.lastEvaluatedKey().isEmpty() || items.isEmpty()
            ? Optional.empty()
            : Optional.of(ImportItem.mark(items.getLast())));
  }

  private static Shown shown(ImportId importId, Map<String, AttributeValue> item) {
    Optional<String> ceremonyRecord = ImportItem.ceremonyRecord(item);
    try {
      return new Shown.Known(ImportItem.record(item), ceremonyRecord);
    } catch (InvalidValueException | IllegalStateException e) {
      return new Shown.Unreadable(importId, String.valueOf(e.getMessage()), ceremonyRecord);
    }
  }
}
