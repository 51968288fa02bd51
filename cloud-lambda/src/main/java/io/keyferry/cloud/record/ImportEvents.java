package io.keyferry.cloud.record;

import io.keyferry.model.record.ImportRecord;

/** Publishes that an import has ended. */
public interface ImportEvents {

  /**
   * Publishes the event, once or more often.
   *
   * @throws RuntimeException if it could not be published
   */
  void ended(ImportRecord record);
}
