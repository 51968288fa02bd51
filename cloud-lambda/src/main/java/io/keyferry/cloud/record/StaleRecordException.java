package io.keyferry.cloud.record;

import io.keyferry.model.value.ImportId;

/** Another invocation has stored a newer version of the record since it was read. */
public final class StaleRecordException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StaleRecordException(ImportId importId, long version) {
    super(
        "expected to store version %d of import %s, found another in its place"
            .formatted(version, importId));
  }
}
