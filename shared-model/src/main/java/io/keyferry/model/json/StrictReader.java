package io.keyferry.model.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonReader;
import io.avaje.json.PropertyNames;
import io.keyferry.model.value.InvalidValueException;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The reader of the generated adapters. It converts nothing: a number in quotes is not a number,
 * and an object in a list is not an object.
 */
final class StrictReader implements JsonReader {

  private final CheckedParser parser;
  private final String base;
  private final Consumer<String> unknownField;
  private final Consumer<String> unknownNestedField;
  private int depth;

  /**
   * A reader of one object.
   *
   * @param unknownFields whether unknown fields are ignored
   */
  StrictReader(CheckedParser parser, boolean unknownFields) {
    this.parser = parser;
    this.base = "";
    this.unknownField = unknownFields ? name -> {} : StrictReader::refuse;
    this.unknownNestedField = unknownField;
  }

  /** A reader of one part of the object at the base. */
  private StrictReader(
      CheckedParser parser, String base, Consumer<String> unknown, Consumer<String> nested) {
    this.parser = parser;
    this.base = base;
    this.unknownField = unknown;
    this.unknownNestedField = nested;
  }

  private static void refuse(String unknown) {
    throw InvalidValueException.of("no unknown field", unknown);
  }

  /** Reads the next object several times, each time the fields of one part. */
  Parts parts() {
    require(JsonToken.START_OBJECT, "an object");
    return new Parts(location(), readRaw());
  }

  /** The parts of one object. */
  final class Parts {
    private final String location;
    private final byte[] object;
    private @Nullable Set<String> unknown;

    private Parts(String location, String object) {
      this.location = location;
      this.object = object.getBytes(StandardCharsets.UTF_8);
    }

    /** Reads one part. */
    <T> T read(JsonAdapter<T> adapter) {
      Set<String> others = new LinkedHashSet<>();
      try (CheckedParser part = parser.of(object)) {
        part.nextToken();
        T value =
            adapter.fromJson(new StrictReader(part, location, others::add, unknownNestedField));
        if (unknown == null) {
          unknown = others;
        } else {
          unknown.retainAll(others);
        }
        return value;
      } catch (IOException e) {
        throw CheckedParser.invalid("JSON", e);
      }
    }

    /** Call it after the last part: a field that no part has is unknown. */
    void end() {
      Objects.requireNonNull(unknown, "no part was read")
          .forEach(depth == 0 ? unknownField : unknownNestedField);
    }
  }

  @Override
  public void beginArray() {
    require(JsonToken.START_ARRAY, "an array");
  }

  @Override
  public boolean hasNextElement() {
    return read(CheckedParser::nextToken) != JsonToken.END_ARRAY;
  }

  @Override
  public void endArray() {
    require(JsonToken.END_ARRAY, "the end of an array");
  }

  @Override
  public void beginObject(PropertyNames names) {
    beginObject();
  }

  @Override
  public void beginObject() {
    require(JsonToken.START_OBJECT, "an object");
    depth++;
  }

  @Override
  public boolean hasNextField() {
    return read(CheckedParser::nextToken) == JsonToken.FIELD_NAME;
  }

  @Override
  public String nextField() {
    String name = read(CheckedParser::currentName);
    read(CheckedParser::nextToken);
    return name;
  }

  @Override
  public void endObject() {
    require(JsonToken.END_OBJECT, "the end of an object");
    depth--;
  }

  @Override
  public boolean isNullValue() {
    return parser.hasToken(JsonToken.VALUE_NULL);
  }

  @Override
  public boolean readBoolean() {
    if (parser.hasToken(JsonToken.VALUE_TRUE)) {
      return true;
    }
    require(JsonToken.VALUE_FALSE, "true or false");
    return false;
  }

  @Override
  public int readInt() {
    require(JsonToken.VALUE_NUMBER_INT, "a whole number");
    return read(CheckedParser::getIntValue);
  }

  @Override
  public long readLong() {
    require(JsonToken.VALUE_NUMBER_INT, "a whole number");
    return read(CheckedParser::getLongValue);
  }

  @Override
  public String readString() {
    require(JsonToken.VALUE_STRING, "a string");
    return read(CheckedParser::getText);
  }

  @Override
  public void skipValue() {
    read(CheckedParser::skipChildren);
  }

  @Override
  public void unmappedField(String name) {
    (depth == 1 ? unknownField : unknownNestedField).accept(name);
  }

  @Override
  public String location() {
    return base + parser.getParsingContext().pathAsPointer().toString();
  }

  @Override
  public String readRaw() {
    StringWriter raw = new StringWriter();
    read(json -> {
      try (JsonGenerator copy = JsonText.FACTORY.createGenerator(raw)) {
        copy.copyCurrentStructure(json);
      }
      return json;
    });
    return raw.toString();
  }

  /** The creator of the parser closes it. */
  @Override
  public void close() {}

  @Override
  public double readDouble() {
    throw unused();
  }

  @Override
  public BigDecimal readDecimal() {
    throw unused();
  }

  @Override
  public BigInteger readBigInteger() {
    throw unused();
  }

  @Override
  public byte[] readBinary() {
    throw unused();
  }

  @Override
  public Token currentToken() {
    throw unused();
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    return type.cast(this);
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("no message has such a value");
  }

  private void require(JsonToken token, String expected) {
    if (!parser.hasToken(token)) {
      throw InvalidValueException.of(expected + " in " + location(), read(JsonParser::getText));
    }
  }

  @FunctionalInterface
  private interface Step<T extends @Nullable Object> {
    T of(CheckedParser parser) throws IOException;
  }

  private <T extends @Nullable Object> T read(Step<T> step) {
    try {
      return step.of(parser);
    } catch (IOException e) {
      throw CheckedParser.invalid("JSON", e);
    }
  }
}
