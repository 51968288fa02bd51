package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.cloud.kms.KeyTags;
import io.keyferry.cloud.record.ChainHead;
import io.keyferry.cloud.record.ImportStore;
import io.keyferry.cloud.record.StoredImport;
import io.keyferry.cloud.recovery.Orphans;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.InvalidValueException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnreadableRecordTest {

  private final CloudHalf half = new CloudHalf();

  @Test
  void theKeyOfARecordThatCannotBeReadIsNoOrphanThatSomebodyShouldDelete() {
    ImportId id = half.request("{'newKey':{}}").importId();
    half.kms.tag(half.kms.addEmpty(), KeyTags.IMPORT_ID, "00000000-0000-0000-0000-000000000001");
    half.now = half.now.plus(Duration.ofHours(2));

    List<Orphans.Orphan> orphans =
        new Orphans(half.kms, new Unreadable(half.store, id)).find(half.run("orphans"));

    assertThat(orphans)
        .extracting(Orphans.Orphan::importId)
        .containsExactly("00000000-0000-0000-0000-000000000001");
    assertThat(half.lines)
        .anySatisfy(line -> assertThat(line).contains("ERROR", id.value(), "cannot be read"));
  }

  /** A store in which one record was written by a later release. */
  private record Unreadable(ImportStore store, ImportId unreadable) implements ImportStore {

    @Override
    public Optional<StoredImport> find(ImportId importId) {
      if (importId.equals(unreadable)) {
        throw InvalidValueException.of("a stored ImportRecord", "ON_HOLD");
      }
      return store.find(importId);
    }

    @Override
    public void create(StoredImport first) {
      store.create(first);
    }

    @Override
    public void replace(StoredImport next) {
      store.replace(next);
    }

    @Override
    public List<ImportId> due(Instant until, int limit) {
      return store.due(until, limit);
    }

    @Override
    public ChainHead head() {
      return store.head();
    }

    @Override
    public void end(StoredImport last, ChainHead read, ChainHead next) {
      store.end(last, read, next);
    }
  }
}
