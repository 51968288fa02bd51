package io.keyferry.cloud.event;

import io.keyferry.model.value.InvalidValueException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON value that forgets nothing which a reader may have to find fault with: doubled fields,
 * nulls, the wrong type.
 */
public sealed interface Json {

  /**
   * Reads one JSON value.
   *
   * @throws InvalidValueException if the bytes are not exactly one JSON value in UTF-8
   */
  static Json read(byte[] utf8) {
    return JsonParsing.read(utf8);
  }

  /** What it is and what it says, for the {@code found} of a fault. */
  String shown();

  /**
   * An object.
   *
   * @param fields in the order of the text; of a doubled field the first
   * @param doubled names that came more than once
   */
  record Obj(Map<String, Json> fields, List<String> doubled) implements Json {

    /** The field, if it is there. */
    public Optional<Json> field(String name) {
      return Optional.ofNullable(fields.get(name));
    }

    /** The field, if it is there and a string. */
    public Optional<String> text(String name) {
      return field(name).flatMap(f -> f instanceof Text(String value) ? Optional.of(value) : NONE);
    }

    /** The field, if it is there and an object. */
    public Optional<Obj> object(String name) {
      return field(name).flatMap(f -> f instanceof Obj object ? Optional.of(object) : NO_OBJECT);
    }

    @Override
    public String shown() {
      return "an object";
    }

    private static final Optional<String> NONE = Optional.empty();
    private static final Optional<Obj> NO_OBJECT = Optional.empty();
  }

  /** An array. */
  record Arr(List<Json> items) implements Json {
    @Override
    public String shown() {
      return "an array";
    }
  }

  /** A string. */
  record Text(String value) implements Json {
    @Override
    public String shown() {
      return value;
    }
  }

  /** A number, as it was written. */
  record Num(String literal) implements Json {
    @Override
    public String shown() {
      return "the number " + literal;
    }
  }

  /** {@code true} or {@code false}. */
  record Bool(boolean value) implements Json {
    @Override
    public String shown() {
      return Boolean.toString(value);
    }
  }

  /** {@code null}. */
  record Null() implements Json {
    @Override
    public String shown() {
      return "null";
    }
  }
}
