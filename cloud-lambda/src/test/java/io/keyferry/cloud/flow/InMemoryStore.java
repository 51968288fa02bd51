package io.keyferry.cloud.flow;

import io.keyferry.cloud.record.ChainHead;
import io.keyferry.cloud.record.ImportStore;
import io.keyferry.cloud.record.MovedHeadException;
import io.keyferry.cloud.record.StaleRecordException;
import io.keyferry.cloud.record.StoredImport;
import io.keyferry.model.value.ImportId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Conditional versions in memory. */
final class InMemoryStore implements ImportStore {

  final Map<ImportId, StoredImport> imports = new HashMap<>();

  /** What happens before the next writes, one each. */
  final Deque<Runnable> beforeReplace = new ArrayDeque<>();

  /** What happens before the next transactions, one each. */
  final Deque<Runnable> beforeEnd = new ArrayDeque<>();

  /** All ceremony records in the order in which they were written. */
  final List<String> records = new ArrayList<>();

  /** Items that another release or a person wrote. */
  final Set<ImportId> unreadable = new HashSet<>();

  private ChainHead head = ChainHead.NONE;

  @Override
  public Optional<StoredImport> find(ImportId importId) {
    if (unreadable.contains(importId)) {
      throw new IllegalStateException("expected an import, found something else");
    }
    return Optional.ofNullable(imports.get(importId));
  }

  @Override
  public void create(StoredImport first) {
    if (imports.putIfAbsent(first.record().importId(), first) != null) {
      throw new StaleRecordException(first.record().importId(), first.version());
    }
  }

  @Override
  public void replace(StoredImport next) {
    if (!beforeReplace.isEmpty()) {
      beforeReplace.remove().run();
    }
    ImportId id = next.record().importId();
    if (find(id).orElseThrow().version() != next.version() - 1) {
      throw new StaleRecordException(id, next.version());
    }
    imports.put(id, next);
  }

  @Override
  public List<ImportId> due(Instant until, int limit) {
    return imports.values().stream()
        .filter(stored -> stored.due().filter(time -> !time.isAfter(until)).isPresent())
        .sorted(Comparator.comparing(stored -> stored.due().orElseThrow()))
        .map(stored -> stored.record().importId())
        .limit(limit)
        .toList();
  }

  @Override
  public ChainHead head() {
    return head;
  }

  @Override
  public void end(StoredImport last, ChainHead read, ChainHead next) {
    if (!beforeEnd.isEmpty()) {
      beforeEnd.remove().run();
    }
    if (!beforeReplace.isEmpty()) {
      beforeReplace.remove().run();
    }
    ImportId id = last.record().importId();
    if (find(id).orElseThrow().version() != last.version() - 1) {
      throw new StaleRecordException(id, last.version());
    }
    if (!head.equals(read)) {
      throw new MovedHeadException(read);
    }
    imports.put(id, last);
    head = next;
    records.add(last.ceremonyRecord().orElseThrow());
  }
}
