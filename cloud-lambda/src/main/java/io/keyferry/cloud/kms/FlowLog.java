package io.keyferry.cloud.kms;

import io.keyferry.model.record.StepEvent;
import io.keyferry.model.value.ImportId;

/**
 * Where an invocation says what it does. No token, wrapped key or other secret may be said here.
 */
public interface FlowLog {

  /** How much a line matters. */
  enum Level {
    INFO,
    /** Something was refused or will be tried again. */
    WARN,
    /** Something that an operator has to look at. */
    ERROR
  }

  /** A step that is in the record. */
  void step(StepEvent step);

  void line(Level level, String message);

  void line(Level level, ImportId importId, String message);
}
