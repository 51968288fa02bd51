package io.keyferry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.value.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No text in a message is longer than its field allows, at any depth. */
class LongestTextTest {

  static Stream<Arguments> texts() {
    Object statement =
        CeremonySamples.statement(Optional.of(CeremonySamples.wrapped()), Optional.empty());
    Object record = CeremonySamples.record(ImportState.IMPORTED);
    return Stream.of(
        arguments(JsonSamples.auditLine(), "\"keyArn\":", 2000),
        arguments(record, "\"kms:CreateKey\":", 256),
        arguments(record, "\"principal\":", 2048),
        arguments(record, "\"requestId\":", 256),
        arguments(statement, "\"objectsDestroyed\":[", 256),
        arguments(statement, "\"label\":", 64),
        arguments(statement, "\"ouid\":", 64));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void readsTheLongest(Object sample, String before, int longest) {
    String text = "x".repeat(longest);
    Object read = JsonCodec.read(sample.getClass(), withText(sample, before, text));
    assertThat(new String(JsonCodec.write(read), StandardCharsets.UTF_8)).contains(text);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void refusesOneCharacterMore(Object sample, String before, int longest) {
    byte[] longer = withText(sample, before, "x".repeat(longest + 1));
    assertThatThrownBy(() -> JsonCodec.read(sample.getClass(), longer))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(" of at most " + longest + " characters");
  }

  private static byte[] withText(Object sample, String before, String text) {
    String json = new String(JsonCodec.write(sample), StandardCharsets.UTF_8);
    int start = json.indexOf(before) + before.length() + 1;
    assertThat(start).as(json).isGreaterThan(before.length());
    return (json.substring(0, start) + text + json.substring(json.indexOf('"', start)))
        .getBytes(StandardCharsets.UTF_8);
  }
}
