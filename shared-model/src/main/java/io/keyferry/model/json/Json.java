package io.keyferry.model.json;

import com.fasterxml.jackson.core.JsonToken;
import io.keyferry.model.value.InvalidValueException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that keeps everything a reader may have to refuse: duplicate fields, nulls, wrong
 * types.
 */
public sealed interface Json {

  /**
   * Reads one JSON value.
   *
   * @throws InvalidValueException if the bytes are not exactly one JSON value in UTF-8
   */
  static Json read(byte[] utf8) {
    try (CheckedParser parser = CheckedParser.ofAny(utf8)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw InvalidValueException.of("a JSON value", "none");
      }
      Json value = value(parser, first);
      parser.end();
      return value;
    } catch (IOException e) {
      throw CheckedParser.invalid("a JSON value", e);
    }
  }

  /**
   * Reads one JSON object without duplicate fields at any depth, because two readers could use
   * different ones.
   *
   * @throws InvalidValueException if the bytes are not exactly one such object in UTF-8
   */
  static Obj readObject(byte[] utf8) {
    try (CheckedParser parser = CheckedParser.withoutDuplicates(utf8)) {
      parser.beginObject();
      Obj object = object(parser);
      parser.end();
      return object;
    } catch (IOException e) {
      throw CheckedParser.invalid(
          "a JSON object of at most %d levels without duplicate fields"
              .formatted(CheckedParser.MAX_DEPTH),
          e);
    }
  }

  private static Json value(CheckedParser parser, @Nullable JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> new Text(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Num(parser.getText());
      case VALUE_TRUE -> new Bool(true);
      case VALUE_FALSE -> new Bool(false);
      case VALUE_NULL -> new Null();
      case null, default -> throw new IllegalStateException("no JSON value starts with " + token);
    };
  }

  private static Obj object(CheckedParser parser) throws IOException {
    Map<String, Json> fields = new LinkedHashMap<>();
    List<String> doubled = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (fields.putIfAbsent(name, value(parser, parser.nextToken())) != null) {
        doubled.add(name);
      }
    }
    return new Obj(fields, doubled);
  }

  private static Arr array(CheckedParser parser) throws IOException {
    List<Json> items = new ArrayList<>();
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      items.add(value(parser, next));
    }
    return new Arr(items);
  }

  /** Describes the value, for the {@code found} of a violation. */
  String shown();

  /**
   * An object.
   *
   * @param fields in the order of the text; the first of duplicate fields
   * @param doubled names that occur more than once
   */
  record Obj(Map<String, Json> fields, List<String> doubled) implements Json {

    /** The field, if present. */
    public Optional<Json> field(String name) {
      return Optional.ofNullable(fields.get(name));
    }

    /** The field, if present and a string. */
    public Optional<String> text(String name) {
      return field(name).flatMap(f -> f instanceof Text(String value) ? Optional.of(value) : NONE);
    }

    /** The field, if present and an object. */
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
