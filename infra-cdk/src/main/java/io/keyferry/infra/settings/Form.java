package io.keyferry.infra.settings;

import java.util.Optional;
import java.util.function.Function;

/**
 * What a property's JSON value must look like, and what it means.
 *
 * @param expected completes "expected …"
 */
record Form<T>(String expected, Parser<T> parser) {

  /** Turns a value as it is in the settings into what it means. */
  interface Parser<T> {
    T parse(Object value) throws InvalidValue;
  }

  T read(Object value) throws InvalidValue {
    return parser.parse(value);
  }

  /** A text; absent means that it has another form. */
  static <T> Form<T> text(String expected, Function<String, Optional<T>> parse) {
    return new Form<>(
        expected,
        value -> {
          Optional<T> parsed =
              value instanceof String text ? parse.apply(text) : Optional.<T>empty();
          return parsed.orElseThrow(() -> new InvalidValue(Faults.shown(value)));
        });
  }

  static Form<String> matching(String expected, String regex) {
    return text(expected, text -> Optional.of(text).filter(t -> t.matches(regex)));
  }

  static Form<Boolean> trueOrFalse() {
    return new Form<>(
        "true or false",
        value -> {
          if (value instanceof Boolean decided) {
            return decided;
          }
          throw new InvalidValue(Faults.shown(value));
        });
  }

  static Form<Integer> wholeNumber(String expected, Function<Integer, Boolean> accepted) {
    return new Form<>(
        expected,
        value -> {
          if (value instanceof Integer number && accepted.apply(number)) {
            return number;
          }
          throw new InvalidValue(Faults.shown(value));
        });
  }
}
