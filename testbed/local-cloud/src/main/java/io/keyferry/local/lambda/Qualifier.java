package io.keyferry.local.lambda;

import java.util.Optional;

/**
 * Which version of a function is invoked: a version, an alias, or nothing, which is {@code
 * $LATEST}.
 */
record Qualifier(Optional<String> name) {

  static final String LATEST = "$LATEST";
  static final Qualifier NONE = new Qualifier(Optional.empty());

  static Qualifier of(String name) {
    return new Qualifier(Optional.of(name));
  }

  boolean isLatest() {
    return name.orElse(LATEST).equals(LATEST);
  }

  /** The qualifier as the end of an ARN. */
  @Override
  public String toString() {
    return name.map(text -> ":" + text).orElse("");
  }
}
