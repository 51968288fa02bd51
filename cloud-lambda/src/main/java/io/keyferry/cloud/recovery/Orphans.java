package io.keyferry.cloud.recovery;

import io.keyferry.cloud.kms.FlowLog;
import io.keyferry.cloud.kms.KeyTags;
import io.keyferry.cloud.kms.Kms;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.kms.Run;
import io.keyferry.cloud.kms.TaggedKey;
import io.keyferry.cloud.record.ImportStore;
import io.keyferry.cloud.record.StoredImport;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.KeyArn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * KMS keys that have an import id as a tag but are in no import record: created by a request that
 * crashed and was given up, or tagged by someone else. They are listed, never deleted.
 */
public final class Orphans {

  /** A request in progress has its key in the record much sooner. */
  private static final Duration SETTLED = Duration.ofHours(1);

  /** The term in the log that an alarm counts. */
  private static final String TERM = "ORPHANED_KEY";

  private final Kms kms;
  private final ImportStore store;

  public Orphans(Kms kms, ImportStore store) {
    this.kms = kms;
    this.store = store;
  }

  /** A key and why it is an orphan. */
  public record Orphan(KeyArn arn, String importId, String why) {}

  /**
   * Checks every EXTERNAL key of the account and Region.
   *
   * @throws KmsUnavailableException if KMS does not answer
   */
  public List<Orphan> find(Run run) {
    Instant latest = run.now().minus(SETTLED);
    List<Orphan> orphans =
        kms.taggedKeys(run).stream()
            .filter(key -> key.created().isBefore(latest))
            .map(key -> orphan(key, run))
            .flatMap(Optional::stream)
            .toList();
    for (Orphan orphan : orphans) {
      run.log()
          .line(
              FlowLog.Level.ERROR,
              "%s %s has the tag %s=%s, but %s. Delete it if nobody needs it, or remove the tag."
                  .formatted(
                      TERM, orphan.arn(), KeyTags.IMPORT_ID, orphan.importId(), orphan.why()));
    }
    return orphans;
  }

  private Optional<Orphan> orphan(TaggedKey key, Run run) {
    return why(key, run).map(why -> new Orphan(key.arn(), key.importId(), why));
  }

  private Optional<String> why(TaggedKey key, Run run) {
    ImportId importId;
    try {
      importId = new ImportId(key.importId());
    } catch (InvalidValueException e) {
      return Optional.of("that is not an import id");
    }
    Optional<ImportRecord> record;
    try {
      record = store.find(importId).map(StoredImport::record);
    } catch (InvalidValueException | IllegalStateException e) {
      // Nobody should delete a key because a later release wrote its record.
      run.log()
          .line(
              FlowLog.Level.ERROR,
              importId,
              "it is unknown whether %s is an orphan, because the record cannot be read: %s"
                  .formatted(key.arn(), e.getMessage()));
      return Optional.empty();
    }
    if (record.isEmpty()) {
      return Optional.of("there is no such import");
    }
    Optional<KeyArn> recorded = record.get().keyArn();
    return recorded.equals(Optional.of(key.arn()))
        ? Optional.empty()
        : Optional.of(
            "the record of that import has " + recorded.map(KeyArn::toString).orElse("no key"));
  }
}
