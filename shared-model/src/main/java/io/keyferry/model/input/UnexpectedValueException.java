package io.keyferry.model.input;

import java.util.Optional;

/** A value has no meaning; the message says what was found instead. */
public final class UnexpectedValueException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Optional<String> cure;

  /** What was found, in words. */
  public UnexpectedValueException(String found) {
    this(found, Optional.empty());
  }

  UnexpectedValueException(String found, Optional<String> cure) {
    super(found);
    this.cure = cure;
  }

  Violation at(String path, String expected) {
    return new Violation(path, expected, String.valueOf(getMessage()), cure);
  }
}
