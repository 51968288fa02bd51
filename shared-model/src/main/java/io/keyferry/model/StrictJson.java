package io.keyferry.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;

/**
 * Refuses what avaje's reader lets pass and where two readers could disagree: doubled fields,
 * nulls, trailing text, deep nesting, anything that RFC 8259 does not know.
 */
final class StrictJson {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).build())
          .build();

  private StrictJson() {}

  /**
   * Reads the text to its end without keeping anything.
   *
   * @throws InvalidValueException unless it is one JSON object and nothing more
   */
  static void check(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw InvalidValueException.of("a JSON object", text);
      }
      while (!parser.getParsingContext().inRoot()) {
        if (parser.nextToken() == JsonToken.VALUE_NULL) {
          throw InvalidValueException.of("a value or no field", "null in " + parser.currentName());
        }
      }
      if (parser.nextToken() != null) {
        throw InvalidValueException.of("nothing after the JSON object", text);
      }
    } catch (IOException e) {
      throw InvalidValueException.of("a JSON object", String.valueOf(e.getMessage()));
    }
  }
}
