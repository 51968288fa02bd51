package io.keyferry.model.input;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A value as it was written in JSON, YAML or an environment variable. */
public sealed interface Input {

  /** The kinds of values without parts. */
  enum Kind {
    TEXT,
    NUMBER,
    BOOLEAN,
    NULL
  }

  /** A value without parts; its text is as it was written, without quotes. */
  record Scalar(Kind kind, String text) implements Input {}

  /** A list. */
  record Items(List<Input> items) implements Input {}

  /**
   * An object.
   *
   * @param fields in the order of the text; of a duplicate field the first
   * @param duplicates names that came more than once
   */
  record Fields(Map<String, Input> fields, Set<String> duplicates) implements Input {}

  /** What it is, to complete "found …", and of a scalar what it says. */
  default String shown() {
    return switch (this) {
      case Scalar(Kind kind, String text) when kind == Kind.TEXT -> Violation.quoted(text);
      case Scalar(Kind kind, String text) when kind == Kind.NULL && text.isEmpty() -> "nothing";
      case Scalar(_, String text) -> text;
      case Items(var items) -> items.isEmpty() ? "an empty list" : "a list";
      case Fields(var fields, _) -> fields.isEmpty() ? "an empty object" : "an object";
    };
  }

  /** A text, such as an environment variable. */
  static Input text(String text) {
    return new Scalar(Kind.TEXT, text);
  }

  /** JSON as Java holds it: maps, lists, strings, numbers, booleans and null. */
  static Input of(@Nullable Object value) {
    return switch (value) {
      case null -> new Scalar(Kind.NULL, "null");
      case Map<?, ?> map -> {
        Map<String, Input> fields = new LinkedHashMap<>();
        map.forEach((name, field) -> fields.put(String.valueOf(name), of(field)));
        yield new Fields(fields, Set.of());
      }
      case List<?> list -> new Items(list.stream().map(Input::of).toList());
      case Number number -> new Scalar(Kind.NUMBER, number.toString());
      case Boolean decided -> new Scalar(Kind.BOOLEAN, decided.toString());
      default -> text(value.toString());
    };
  }
}
