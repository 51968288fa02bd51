package io.keyferry.cloud.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes one JSON object without white space. */
public final class JsonText {

  private static final JsonFactory JSON = new JsonFactory();

  /** Writes the fields of the object. */
  @FunctionalInterface
  public interface Fields {
    void to(JsonGenerator json) throws IOException;
  }

  private JsonText() {}

  /** The object with these fields. */
  public static String object(Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      fields.to(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing a string does no I/O", e);
    }
    return text.toString();
  }
}
