package io.keyferry.model.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import io.keyferry.model.value.InvalidValueException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The only JSON parser: UTF-8 of bounded length and depth, by RFC 8259, without unpaired
 * surrogates, which an escape can express and UTF-8 cannot.
 */
final class CheckedParser extends JsonParserDelegate {

  static final int MAX_DEPTH = 16;

  /** More than Lambda passes to a function. */
  private static final int MAX_BYTES = 8 * 1024 * 1024;

  private static final JsonFactory ANY = factory().build();
  private static final JsonFactory WITHOUT_DUPLICATES =
      factory().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final Pattern HALF_A_PAIR = Pattern.compile("\\p{Cs}");

  private final String text;
  private final boolean nulls;

  private CheckedParser(JsonFactory factory, String text, boolean nulls) throws IOException {
    super(factory.createParser(text));
    this.text = text;
    this.nulls = nulls;
  }

  private static JsonFactoryBuilder factory() {
    return new JsonFactoryBuilder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxStringLength(MAX_BYTES)
                .build());
  }

  /** For input that may have duplicate fields and nulls. */
  static CheckedParser ofAny(byte[] utf8) throws IOException {
    return new CheckedParser(ANY, decode(utf8), true);
  }

  /** For input that may have nulls, but no duplicate field at any depth. */
  static CheckedParser withoutDuplicates(byte[] utf8) throws IOException {
    return new CheckedParser(WITHOUT_DUPLICATES, decode(utf8), true);
  }

  /** For a message, which may have neither. */
  static CheckedParser ofMessage(byte[] utf8) throws IOException {
    return new CheckedParser(WITHOUT_DUPLICATES, decode(utf8), false);
  }

  /** For text that this parser has accepted. */
  CheckedParser of(byte[] utf8) throws IOException {
    return new CheckedParser(WITHOUT_DUPLICATES, decode(utf8), nulls);
  }

  @Override
  public @Nullable JsonToken nextToken() throws IOException {
    JsonToken token = delegate.nextToken();
    if (token == JsonToken.VALUE_NULL && !nulls) {
      throw InvalidValueException.of("a value or no field", "null in " + currentName());
    }
    if ((token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME)
        && HALF_A_PAIR.matcher(getText()).find()) {
      throw InvalidValueException.of("text that UTF-8 can hold", "an unpaired surrogate");
    }
    return token;
  }

  /** Moves to the first token, which must begin an object. */
  void beginObject() throws IOException {
    if (nextToken() != JsonToken.START_OBJECT) {
      throw InvalidValueException.of("a JSON object", text);
    }
  }

  /** Call it after the value: nothing may follow. */
  void end() throws IOException {
    if (nextToken() != null) {
      throw InvalidValueException.of(
          "nothing after the JSON object",
          text.substring((int) currentTokenLocation().getCharOffset()));
    }
  }

  /** What the parser found wrong, without the position in its buffer. */
  static InvalidValueException invalid(String expected, IOException e) {
    return InvalidValueException.of(
        expected,
        String.valueOf(
            e instanceof JsonProcessingException json
                ? json.getOriginalMessage()
                : e.getMessage()));
  }

  private static String decode(byte[] utf8) {
    if (utf8.length > MAX_BYTES) {
      throw InvalidValueException.of(
          "at most " + MAX_BYTES + " bytes of JSON", Integer.toString(utf8.length));
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw InvalidValueException.of("JSON in UTF-8", utf8.length + " bytes that are not");
    }
  }
}
