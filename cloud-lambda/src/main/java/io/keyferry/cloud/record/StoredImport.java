package io.keyferry.cloud.record;

import io.keyferry.model.record.ImportRecord;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An import record with the data that only the cloud half may know.
 *
 * @param attempt absent until KMS has returned import parameters
 * @param progress internal state, kept until the end
 * @param requestIds KMS's request ids by action, of all calls in the record
 * @param ceremonyRecord the signed ceremony record of an import that has ended
 */
public record StoredImport(
    ImportRecord record,
    AcceptedRequest request,
    Optional<Attempt> attempt,
    Progress progress,
    Revision revision,
    Map<String, String> requestIds,
    Optional<String> ceremonyRecord) {

  public StoredImport {
    requestIds = Map.copyOf(requestIds);
  }

  /** The first version, when a request has been accepted but nothing is done yet. */
  public static StoredImport first(
      ImportRecord record, AcceptedRequest request, Progress progress, Revision revision) {
    return new StoredImport(
        record, request, Optional.empty(), progress, revision, Map.of(), Optional.empty());
  }

  /** The number of this version. */
  public long version() {
    return revision.number();
  }

  /** When work is due. */
  public Optional<Instant> due() {
    return revision.due();
  }

  /** The same version with its ceremony record. */
  StoredImport recorded(String compact) {
    return new StoredImport(
        record, request, attempt, progress, revision, requestIds, Optional.of(compact));
  }

  /** The next version, with only the due time changed. */
  StoredImport due(Optional<Instant> next, String writer) {
    return next(revision.next(writer, next), progress);
  }

  /** The next version, which the schedule leaves alone until this time, whatever a client does. */
  public StoredImport putOff(Instant until, String writer) {
    return next(revision.next(writer, Optional.of(until)), progress.notBefore(until));
  }

  private StoredImport next(Revision nextRevision, Progress nextProgress) {
    return new StoredImport(
        record, request, attempt, nextProgress, nextRevision, requestIds, ceremonyRecord);
  }
}
