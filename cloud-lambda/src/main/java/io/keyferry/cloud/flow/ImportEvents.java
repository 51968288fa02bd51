package io.keyferry.cloud.flow;

import io.keyferry.model.ImportRecord;

/** Who hears that an import has ended. */
public interface ImportEvents {

  /**
   * Tells it, once or more often.
   *
   * @throws RuntimeException if it could not be told
   */
  void ended(ImportRecord record);
}
