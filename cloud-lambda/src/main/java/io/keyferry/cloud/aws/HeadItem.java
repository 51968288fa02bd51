package io.keyferry.cloud.aws;

import io.keyferry.cloud.record.ChainHead;
import io.keyferry.model.value.Sha256;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;

/** The head of the chain of ceremony records as an item, whose key is not an import id. */
final class HeadItem {

  static final Map<String, AttributeValue> KEY =
      Map.of(ImportItem.IMPORT_ID, ImportItem.text("ceremony-records"));

  private static final String NUMBER = "number";
  private static final String LAST = "last";

  private HeadItem() {}

  static ChainHead read(Map<String, AttributeValue> item) {
    return new ChainHead(
        Long.parseLong(required(item, NUMBER).n()), new Sha256(required(item, LAST).s()));
  }

  /** Replaces the head that was read, and no other, with the next head. */
  static Put put(String table, ChainHead read, ChainHead next) {
    Put.Builder put =
        Put.builder()
            .tableName(table)
            .item(
                Map.of(
                    ImportItem.SCHEMA,
                    ImportItem.schema(),
                    ImportItem.IMPORT_ID,
                    required(KEY, ImportItem.IMPORT_ID),
                    NUMBER,
                    ImportItem.number(next.number()),
                    LAST,
                    ImportItem.text(next.last().hex())));
    return read.equals(ChainHead.NONE)
        ? put.conditionExpression("attribute_not_exists(#id)")
            .expressionAttributeNames(Map.of("#id", ImportItem.IMPORT_ID))
            .build()
        : put.conditionExpression("#last = :read")
            .expressionAttributeNames(Map.of("#last", LAST))
            .expressionAttributeValues(Map.of(":read", ImportItem.text(read.last().hex())))
            .build();
  }

  private static AttributeValue required(Map<String, AttributeValue> item, String name) {
    return Optional.ofNullable(item.get(name))
        .orElseThrow(() ->
            new IllegalStateException(
                "expected the head of the ceremony records with the attribute %s, found %s"
                    .formatted(name, item.keySet())));
  }
}
