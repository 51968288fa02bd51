package io.keyferry.evidence.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.keyferry.model.value.InvalidValueException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The texts in a JSON object, and nothing else of it. Fields that are not known are let pass, those
 * that come twice, at any depth, are not: two readers could take two different ones.
 */
final class RecordJson {

  private static final int DEEPEST = 16;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(RecordFile.MAX_BYTES)
                  .build())
          .build();

  private final Map<String, String> texts;

  private RecordJson(Map<String, String> texts) {
    this.texts = texts;
  }

  /**
   * Reads the text to its end.
   *
   * @throws InvalidValueException unless it is one JSON object and nothing more
   */
  static RecordJson read(String json) {
    Map<String, String> texts = new HashMap<>();
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw InvalidValueException.of("a JSON object", json);
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        if (parser.nextToken() == JsonToken.VALUE_STRING) {
          texts.put(name, parser.getText());
        } else {
          parser.skipChildren();
        }
      }
      if (parser.nextToken() != null) {
        throw InvalidValueException.of("nothing after the JSON object", rest(json, parser));
      }
    } catch (IOException e) {
      throw InvalidValueException.of(
          "a JSON object of at most %d levels without doubled fields".formatted(DEEPEST),
          String.valueOf(e.getMessage()));
    }
    return new RecordJson(texts);
  }

  private static String rest(String json, JsonParser parser) {
    return json.substring((int) parser.currentTokenLocation().getCharOffset());
  }

  /** The text in a field, if it has one. */
  Optional<String> text(String name) {
    return Optional.ofNullable(texts.get(name));
  }

  /**
   * @throws InvalidValueException if the field is not there or not a text
   */
  String required(String name) {
    return text(name)
        .orElseThrow(() ->
            InvalidValueException.of("the field " + name + " with a text", "an object without it"));
  }
}
