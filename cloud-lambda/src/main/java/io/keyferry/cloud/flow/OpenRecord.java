package io.keyferry.cloud.flow;

import io.keyferry.model.Failure;
import io.keyferry.model.ImportRecord;
import io.keyferry.model.KeyArn;
import java.util.function.Consumer;

/** The record that an invocation works on. Steps are logged once they are stored. */
final class OpenRecord {

  private final ImportStore store;
  private final Run run;
  private StoredImport stored;

  OpenRecord(ImportStore store, StoredImport stored, Run run) {
    this.store = store;
    this.stored = stored;
    this.run = run;
  }

  StoredImport stored() {
    return stored;
  }

  ImportRecord record() {
    return stored.record();
  }

  Run run() {
    return run;
  }

  /** The KMS key, which every record has from its first import parameters on. */
  KeyArn key() {
    return record()
        .keyArn()
        .orElseThrow(() -> new IllegalStateException(record().importId() + " has no KMS key yet"));
  }

  /**
   * Stores the next version.
   *
   * @throws StaleRecordException if somebody else was faster
   */
  void change(Consumer<RecordEdit> changes) {
    RecordEdit edit = new RecordEdit(stored, run.now());
    changes.accept(edit);
    StoredImport next = edit.next(run.requestId());
    store.replace(next);
    stored = next;
    edit.steps().forEach(run.log()::step);
  }

  void fail(Failure failure) {
    change(edit -> edit.failed(failure));
  }
}
