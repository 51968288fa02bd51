package io.keyferry.model.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Set;

/** Writes one JSON object without white space. */
public final class JsonText {

  static final JsonFactory FACTORY = new JsonFactory();

  /** Writes the fields of the object. */
  @FunctionalInterface
  public interface Fields {
    void to(JsonGenerator json) throws IOException;
  }

  private JsonText() {}

  /** The object with these fields. */
  public static String object(Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      fields.to(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing a string does no I/O", e);
    }
    return text.toString();
  }

  /**
   * Writes into the object the fields of a value that {@link JsonCodec} knows.
   *
   * @param without the names of fields that are left out
   */
  public static void fields(Object value, Set<String> without, JsonGenerator json)
      throws IOException {
    try (JsonParser parser = FACTORY.createParser(JsonCodec.write(value))) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        if (without.contains(parser.currentName())) {
          parser.nextToken();
          parser.skipChildren();
        } else {
          json.copyCurrentStructure(parser);
        }
      }
    }
  }
}
