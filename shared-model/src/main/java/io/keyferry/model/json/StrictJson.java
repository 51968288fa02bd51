package io.keyferry.model.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.keyferry.model.value.InvalidValueException;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Refuses what avaje's reader lets pass and where two readers could disagree: doubled fields,
 * nulls, trailing text, deep nesting, half pairs of surrogates, anything that RFC 8259 does not
 * know.
 */
final class StrictJson {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).build())
          .build();

  /** Of a pair of surrogates one half: an escape can say it, UTF-8 cannot. */
  private static final Pattern HALF_A_PAIR = Pattern.compile("\\p{Cs}");

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
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_NULL) {
          throw InvalidValueException.of("a value or no field", "null in " + parser.currentName());
        }
        if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
          checkUnicode(parser.getText());
        }
      }
      if (parser.nextToken() != null) {
        throw InvalidValueException.of("nothing after the JSON object", text);
      }
    } catch (IOException e) {
      throw InvalidValueException.of("a JSON object", String.valueOf(e.getMessage()));
    }
  }

  private static void checkUnicode(String text) {
    if (HALF_A_PAIR.matcher(text).find()) {
      throw InvalidValueException.of("text that UTF-8 can hold", "half a pair of surrogates");
    }
  }
}
