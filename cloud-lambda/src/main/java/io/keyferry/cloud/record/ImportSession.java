package io.keyferry.cloud.record;

import io.keyferry.cloud.kms.Evidence;
import io.keyferry.cloud.kms.Run;
import io.keyferry.model.message.Failure;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.record.StepEvent;
import io.keyferry.model.value.KeyArn;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The import record that an invocation works on. Steps are logged once they are stored. */
public final class ImportSession {

  private static final Duration SETTLING = Duration.ofMinutes(10);
  private static final Set<ImportStep> KEY_STEPS =
      Set.of(ImportStep.KMS_KEY_CREATED, ImportStep.KMS_KEY_FOUND);

  private final Imports imports;
  private final Run run;
  private final Evidence evidence = new Evidence();
  private StoredImport stored;
  private ImportKind kind;
  private Optional<NewKmsKey> unstored = Optional.empty();

  private record NewKmsKey(KeyArn arn, ImportStep how, Instant at) {}

  ImportSession(Imports imports, StoredImport stored, Run run) {
    this.imports = imports;
    this.stored = stored;
    this.kind = imports.kinds().of(stored.request().order());
    this.run = run;
  }

  public StoredImport stored() {
    return stored;
  }

  public ImportRecord record() {
    return stored.record();
  }

  /** What differs from one kind of request to another. */
  public ImportKind kind() {
    return kind;
  }

  /** The HSM key that the import's jobs name; absent if the agent generates one. */
  public Optional<ExistingHsmKey> hsmKey() {
    return kind.hsmKey(stored.request().hsmKey());
  }

  public Run run() {
    return run;
  }

  /** What this invocation has seen; KMS's request ids go into the next stored version. */
  public Evidence evidence() {
    return evidence;
  }

  /** The KMS key, which every record has from its first import parameters. */
  public KeyArn key() {
    return keyIfAny()
        .orElseThrow(() -> new IllegalStateException(record().importId() + " has no KMS key yet"));
  }

  private Optional<KeyArn> keyIfAny() {
    return record().keyArn().or(() -> unstored.map(NewKmsKey::arn));
  }

  /**
   * Whether the import's key, or a change to it for the import, is so new that KMS may not know it
   * everywhere: "normally seconds, can be minutes"; a tag may need five, and this allows more.
   */
  public boolean isSettling() {
    Instant since =
        unstored
            .map(NewKmsKey::at)
            .or(() ->
                record().history().stream()
                    .filter(event -> KEY_STEPS.contains(event.step()))
                    .map(StepEvent::at)
                    .max(Comparator.naturalOrder()))
            .orElse(record().order().requestedAt());
    return run.now().isBefore(since.plus(SETTLING));
  }

  /**
   * Adds the key that KMS has just created to the next stored version. Storing it at once would
   * gain nothing: a crash in between is possible anyway, so a key must be found by its tag.
   */
  public void created(KeyArn key) {
    unstored = Optional.of(new NewKmsKey(key, ImportStep.KMS_KEY_CREATED, run.now()));
  }

  /** The same for a key that an earlier invocation created but did not store. */
  public void found(KeyArn key) {
    unstored = Optional.of(new NewKmsKey(key, ImportStep.KMS_KEY_FOUND, run.now()));
  }

  /**
   * Stores the next version, with which the import continues.
   *
   * @throws StaleRecordException if another invocation was faster
   */
  public void change(Consumer<ImportUpdate> changes) {
    ImportUpdate edit = edit(changes);
    StoredImport next = edit.next(run.requestId());
    if (next.record().state().ended()) {
      throw new IllegalStateException("an import ends with a ceremony record or not at all");
    }
    imports.store().replace(next);
    stored(next, edit);
  }

  /**
   * Stores the last version with the import's ceremony record, and publishes that the import has
   * ended.
   *
   * @throws StaleRecordException if another invocation was faster
   * @throws RuntimeException if KMS does not answer or does not sign: the import has not ended
   */
  public void end(Consumer<ImportUpdate> changes) {
    imports.ceremonies().complete(evidence, keyIfAny(), run);
    ImportUpdate edit = edit(changes);
    stored(imports.ceremonies().end(this, edit.next(run.requestId())), edit);
    imports.completionEvents().publish(stored, run);
  }

  /** Ends the import with this failure. */
  public void fail(Failure failure) {
    end(edit -> edit.failed(failure));
  }

  private ImportUpdate edit(Consumer<ImportUpdate> changes) {
    ImportUpdate edit = new ImportUpdate(stored, kind, run.now());
    evidence.requestIds().forEach(edit::requestId);
    unstored.ifPresent(key -> edit.key(key.arn()).step(key.at(), key.how(), key.arn().toString()));
    changes.accept(edit);
    return edit;
  }

  private void stored(StoredImport next, ImportUpdate edit) {
    if (!next.request().order().equals(stored.request().order())) {
      kind = imports.kinds().of(next.request().order());
    }
    stored = next;
    unstored = Optional.empty();
    edit.steps().forEach(run.log()::step);
  }
}
