package io.keyferry.cloud.record;

import io.keyferry.model.value.ImportId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where the records of all imports are kept. Nobody can overwrite what they have not read. */
public interface ImportStore {

  /** The newest version of the record. */
  Optional<StoredImport> find(ImportId importId);

  /**
   * Stores the first version of a record.
   *
   * @throws StaleRecordException if the import has a record already
   */
  void create(StoredImport first);

  /**
   * Stores the version after the one that was read.
   *
   * @throws StaleRecordException if there is another version by now
   */
  void replace(StoredImport next);

  /**
   * The imports that are due, the longest waiting first.
   *
   * @param until those that were due by then
   */
  List<ImportId> due(Instant until, int limit);

  /** Where the chain of ceremony records ends; {@link ChainHead#NONE} before the first. */
  ChainHead head();

  /**
   * Stores the last version of a record and the new head of the chain, both or neither.
   *
   * @param read the head that the ceremony record follows
   * @throws StaleRecordException if there is another version by now
   * @throws MovedHeadException if another import has ended since the head was read
   */
  void end(StoredImport last, ChainHead read, ChainHead next);
}
