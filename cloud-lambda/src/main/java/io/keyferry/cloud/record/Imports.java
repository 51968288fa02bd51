package io.keyferry.cloud.record;

import io.keyferry.cloud.kms.Run;
import io.keyferry.model.value.ImportId;
import java.util.Optional;

/**
 * Opens stored imports for work.
 *
 * @param kinds finds each import's kind
 */
public record Imports(
    ImportStore store,
    Ceremonies ceremonies,
    CompletionEvents completionEvents,
    ImportKind.Registry kinds) {

  /** The import as stored now. */
  public Optional<StoredImport> find(ImportId importId) {
    return store.find(importId);
  }

  /** Opens the import for work by this invocation. */
  public ImportSession open(StoredImport stored, Run run) {
    return new ImportSession(this, stored, run);
  }
}
