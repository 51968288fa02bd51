package io.keyferry.cloud.request;

import io.keyferry.model.value.ImportId;
import java.util.Optional;

/** What may be read: one import, or a page of all. */
public sealed interface ImportQuery {

  /** One import's record. */
  record One(ImportId importId) implements ImportQuery {}

  /** A page of records, newest first. */
  record Many(int limit, Optional<PageMark> next) implements ImportQuery {}
}
