package io.keyferry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.value.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No message has a higher attempt, or a list or map with more entries, than allowed. */
class MostEntriesTest {

  static Stream<Arguments> entries() {
    Object record = CeremonySamples.record(ImportState.IMPORTED);
    Object statement =
        CeremonySamples.statement(Optional.of(CeremonySamples.wrapped()), Optional.empty());
    return Stream.of(
        arguments(JsonSamples.auditLine(), "\"facts\":{", "\"fact%d\":\"x\"", 32),
        arguments(record, "\"requestIds\":{", "\"kms:Action%d\":\"x\"", 16),
        arguments(statement, "\"attributesChanged\":[", "\"change %d\"", 8),
        arguments(statement, "\"attributes\":{", "\"CKA_%d\":true", 64));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void readsTheMostEntries(Object sample, String before, String entry, int max) {
    byte[] json = withEntries(sample, before, entry, max);
    Object read = JsonCodec.read(sample.getClass(), json);
    assertThat(text(JsonCodec.write(read))).contains(entry.formatted(max));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void refusesOneEntryMore(Object sample, String before, String entry, int max) {
    byte[] json = withEntries(sample, before, entry, max + 1);
    assertThatThrownBy(() -> JsonCodec.read(sample.getClass(), json))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(" between 0 and " + max);
  }

  static Stream<Arguments> attempts() {
    return Stream.of(
        arguments(JsonSamples.auditLine(), "\"attempt\":1"),
        arguments(Samples.job(), "\"attempt\":1"),
        arguments(CeremonySamples.record(ImportState.IMPORTED), "\"attempt\":1"),
        arguments(JsonSamples.importRecord(), "\"attempt\":1"),
        arguments(JsonSamples.importRecord(), "\"attempt\":0,\"detail\""));
  }

  @ParameterizedTest
  @MethodSource("attempts")
  void hasUpTo100Attempts(Object sample, String attempt) {
    String json = text(JsonCodec.write(sample));
    assertThat(json).contains(attempt);
    String max = json.replace(attempt, attempt.replaceFirst("[01]", "100"));
    String more = json.replace(attempt, attempt.replaceFirst("[01]", "101"));
    assertThat(text(JsonCodec.write(JsonCodec.read(sample.getClass(), bytes(max))))).isEqualTo(max);
    assertThatThrownBy(() -> JsonCodec.read(sample.getClass(), bytes(more)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(" and 100, found '101'");
  }

  private static byte[] withEntries(Object sample, String before, String entry, int count) {
    String entries =
        IntStream.rangeClosed(1, count).mapToObj(entry::formatted).collect(Collectors.joining(","));
    String json = text(JsonCodec.write(sample));
    int start = json.indexOf(before) + before.length();
    assertThat(start).as(json).isGreaterThanOrEqualTo(before.length());
    int end = json.indexOf(before.endsWith("{") ? '}' : ']', start);
    return bytes(json.substring(0, start) + entries + json.substring(end));
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
