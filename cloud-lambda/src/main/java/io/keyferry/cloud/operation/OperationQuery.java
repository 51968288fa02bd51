package io.keyferry.cloud.operation;

import io.keyferry.model.value.ImportId;
import java.util.Optional;

/** What to read: one operation, or a page of all. */
public sealed interface OperationQuery {

  /** One operation. */
  record One(ImportId id) implements OperationQuery {}

  /** A page, newest first. */
  record Many(int limit, Optional<PageMark> next) implements OperationQuery {}
}
