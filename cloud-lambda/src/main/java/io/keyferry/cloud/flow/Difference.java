package io.keyferry.cloud.flow;

import java.util.Optional;

/** The first of several comparisons that fails, in words. */
final class Difference {

  private final String where;
  private Optional<String> first = Optional.empty();

  /**
   * @param where stands before what is compared; may be empty
   */
  Difference(String where) {
    this.where = where;
  }

  Difference of(String what, Object expected, Object found) {
    if (first.isEmpty() && !expected.equals(found)) {
      first =
          Optional.of(
              "%sexpected %s %s, found %s".formatted(where, what, shown(expected), shown(found)));
    }
    return this;
  }

  Optional<String> first() {
    return first;
  }

  private static Object shown(Object value) {
    return value instanceof Optional<?> optional
        ? optional.<Object>map(v -> v).orElse("none")
        : value;
  }
}
