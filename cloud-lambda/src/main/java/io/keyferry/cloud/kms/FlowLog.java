package io.keyferry.cloud.kms;

import io.keyferry.model.record.StepEvent;
import io.keyferry.model.value.ImportId;

/** Logs what an invocation does. Never log a token, a wrapped key or another secret. */
public interface FlowLog {

  /** The severity of a line. */
  enum Level {
    INFO,
    /** Something was refused or will be retried. */
    WARN,
    /** Something that needs an operator's attention. */
    ERROR
  }

  /** Logs a step that is in the record. */
  void step(StepEvent step);

  void line(Level level, String message);

  void line(Level level, ImportId importId, String message);
}
