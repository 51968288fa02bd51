package io.keyferry.infra.settings;

/** A value is not what was expected; says what was found, in words. */
final class InvalidValue extends Exception {

  private static final long serialVersionUID = 1L;

  private final String found;

  InvalidValue(String found) {
    super(found);
    this.found = found;
  }

  String found() {
    return found;
  }
}
