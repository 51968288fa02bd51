package io.keyferry.cloud.record;

import io.keyferry.model.value.ImportId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Stores all import records. A version can only be replaced by a caller that has read it. */
public interface ImportStore {

  /** The newest version of the record. */
  Optional<StoredImport> find(ImportId importId);

  /**
   * Stores the first version of a record.
   *
   * @throws StaleRecordException if the import already has a record
   */
  void create(StoredImport first);

  /**
   * Stores the version that follows the one that was read.
   *
   * @throws StaleRecordException if another version has been stored since
   */
  void replace(StoredImport next);

  /**
   * The imports that are due, the longest waiting first.
   *
   * @param until returns those that are due by then
   */
  List<ImportId> due(Instant until, int limit);

  /** The head of the chain of ceremony records; {@link ChainHead#NONE} before the first. */
  ChainHead head();

  /**
   * Stores the last version of a record and the new head of the chain, both or neither.
   *
   * @param read the head that the ceremony record follows
   * @throws StaleRecordException if another version has been stored since
   * @throws MovedHeadException if another import has ended since the head was read
   */
  void end(StoredImport last, ChainHead read, ChainHead next);
}
