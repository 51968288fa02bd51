package io.keyferry.model.deployment;

import java.util.List;
import java.util.stream.Stream;

/**
 * A DynamoDB table. All its keys are strings.
 *
 * @param partitionKey the whole primary key
 * @param timeToLiveAttribute the time when DynamoDB deletes an item that has it
 */
public record TableSpec(
    String partitionKey, List<Index> globalSecondaryIndexes, String timeToLiveAttribute) {

  /** The attribute with the import record. */
  public static final String RECORD = "record";

  /** The attribute with the signed ceremony record of an import that has ended. */
  public static final String CEREMONY_RECORD = "ceremonyRecord";

  /**
   * Lists the imports in the order in which they were requested; the import token is only in the
   * table.
   */
  public static final Index NEWEST_FIRST =
      new Index("newest-first", "listing", "requestedAt", List.of(RECORD));

  /** The imports for which work is due. */
  public static final Index DUE = new Index("due", "duty", "dueAt", List.of());

  /** All imports with their ceremony records. Only failed imports expire. */
  public static final TableSpec IMPORTS =
      new TableSpec("importId", List.of(NEWEST_FIRST, DUE), "expiresAt");

  public TableSpec {
    globalSecondaryIndexes = List.copyOf(globalSecondaryIndexes);
  }

  /**
   * A global secondary index.
   *
   * @param nonKeyAttributes the attributes that it holds besides the keys
   */
  public record Index(
      String indexName, String partitionKey, String sortKey, List<String> nonKeyAttributes) {

    public Index {
      nonKeyAttributes = List.copyOf(nonKeyAttributes);
    }
  }

  /** The attributes in the keys of table and indices. */
  public List<String> keyAttributes() {
    return Stream.concat(
            Stream.of(partitionKey),
            globalSecondaryIndexes.stream()
                .flatMap(index -> Stream.of(index.partitionKey(), index.sortKey())))
        .toList();
  }
}
