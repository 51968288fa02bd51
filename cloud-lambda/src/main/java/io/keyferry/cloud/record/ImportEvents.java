package io.keyferry.cloud.record;

import io.keyferry.model.record.ImportRecord;

/** Who hears that an import has ended. */
public interface ImportEvents {

  /**
   * Publishes it, once or more often.
   *
   * @throws RuntimeException if it could not be published
   */
  void ended(ImportRecord record);
}
