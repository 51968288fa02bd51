package io.keyferry.cloud.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.keyferry.model.value.InvalidValueException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Builds {@link Json} from text. */
final class JsonParsing {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(16).build())
          .build();

  private static final Pattern HALF_A_PAIR = Pattern.compile("\\p{Cs}");

  private JsonParsing() {}

  static Json read(byte[] utf8) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw InvalidValueException.of("JSON in UTF-8", utf8.length + " bytes that are not");
    }
    try (JsonParser parser = JSON.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw InvalidValueException.of("a JSON value", text);
      }
      Json value = value(parser, first);
      if (parser.nextToken() != null) {
        throw InvalidValueException.of("nothing after the JSON value", text);
      }
      return value;
    } catch (JsonProcessingException e) {
      throw InvalidValueException.of("a JSON value", e.getOriginalMessage());
    } catch (IOException e) {
      throw new IllegalStateException("reading a string does no I/O", e);
    }
  }

  private static Json value(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> new Json.Text(whole(parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getText());
      case VALUE_TRUE -> new Json.Bool(true);
      case VALUE_FALSE -> new Json.Bool(false);
      case VALUE_NULL -> new Json.Null();
      default -> throw new IllegalStateException("no JSON value starts with " + token);
    };
  }

  /**
   * @throws InvalidValueException if the text holds half a pair of surrogates: an escape can say
   *     it, UTF-8 cannot, so it would be another text when it is written
   */
  private static String whole(String text) {
    if (HALF_A_PAIR.matcher(text).find()) {
      throw InvalidValueException.of("text that UTF-8 can hold", "half a pair of surrogates");
    }
    return text;
  }

  private static Json object(JsonParser parser) throws IOException {
    Map<String, Json> fields = new LinkedHashMap<>();
    List<String> doubled = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = whole(parser.currentName());
      if (fields.putIfAbsent(name, value(parser, parser.nextToken())) != null) {
        doubled.add(name);
      }
    }
    return new Json.Obj(fields, doubled);
  }

  private static Json array(JsonParser parser) throws IOException {
    List<Json> items = new ArrayList<>();
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      items.add(value(parser, next));
    }
    return new Json.Arr(items);
  }
}
