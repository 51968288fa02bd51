package io.keyferry.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.aws.ScriptedAws.Reply;
import io.keyferry.cloud.record.StaleRecordException;
import io.keyferry.cloud.record.StoredImport;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DynamoImportStoreTest {

  private Reply reply = Reply.ok("{}");
  private final ScriptedAws aws = new ScriptedAws(call -> reply);
  private final DynamoImportStore store =
      new DynamoImportStore(aws.dynamoDb(), "table", Duration.ofDays(400));

  /** Two deliveries: one ends the import in a transaction, the other writes it in the meantime. */
  @Test
  void aWriteBesideATransactionOnTheItemIsReadAgainAndDoneAgain() {
    StoredImport queued = ImportItem.read(StoredItems.item("queued"));
    reply = Reply.error("TransactionConflictException", "Transaction is ongoing for the item");
    assertThatThrownBy(() -> store.replace(queued)).isInstanceOf(StaleRecordException.class);
    assertThatThrownBy(() -> store.create(queued)).isInstanceOf(StaleRecordException.class);

    reply = Reply.ok("{\"Item\":" + StoredItems.text("imported") + "}");
    assertThat(store.find(queued.record().importId()).orElseThrow().record().state().ended())
        .isTrue();
  }

  @Test
  void everyItemThatIsWrittenSaysItsSchema() {
    store.create(ImportItem.read(StoredItems.item("queued")));
    assertThat(
            aws.calls("PutItem")
                .getFirst()
                .request()
                .object("Item")
                .flatMap(i -> i.object("schema")))
        .hasValueSatisfying(schema -> assertThat(schema.text("N")).contains("2"));
  }
}
