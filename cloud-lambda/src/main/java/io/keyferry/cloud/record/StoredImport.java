package io.keyferry.cloud.record;

import io.keyferry.model.record.ImportRecord;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A record with what only the cloud half may know of it.
 *
 * @param attempt absent until KMS gave import parameters
 * @param progress what is remembered until the end
 * @param requestIds KMS's request ids by action, of all calls that are in the record
 * @param ceremonyRecord the signed ceremony record, which every ended import has
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

  /** The first version, when a request has been accepted and nothing is done yet. */
  public static StoredImport first(
      ImportRecord record, AcceptedRequest request, Progress progress, Revision revision) {
    return new StoredImport(
        record, request, Optional.empty(), progress, revision, Map.of(), Optional.empty());
  }

  /** The number of this version. */
  public long version() {
    return revision.number();
  }

  /** When something has to be done. */
  public Optional<Instant> due() {
    return revision.due();
  }

  /** The same with its ceremony record. */
  StoredImport recorded(String compact) {
    return new StoredImport(
        record, request, attempt, progress, revision, requestIds, Optional.of(compact));
  }

  /** The next version, in which nothing else has changed. */
  StoredImport due(Optional<Instant> next, String writer) {
    return next(revision.next(writer, next), progress);
  }

  /** The next version, which the schedule leaves alone until then, whatever a client does. */
  public StoredImport putOff(Instant until, String writer) {
    return next(revision.next(writer, Optional.of(until)), progress.notBefore(until));
  }

  private StoredImport next(Revision nextRevision, Progress nextProgress) {
    return new StoredImport(
        record, request, attempt, nextProgress, nextRevision, requestIds, ceremonyRecord);
  }
}
