package io.keyferry.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.keyferry.model.JsonSamples;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.value.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text in place of each kind of JSON; its first byte chooses the kind. */
class JsonCodecFuzzTest {

  private static final List<Object> SAMPLES = JsonSamples.ofEveryKind();

  @MethodSource
  @FuzzTest(maxDuration = "30s")
  void readsWhatItCanWriteAgainOrRefuses(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    Class<?> type = SAMPLES.get(Math.floorMod(bytes[0], SAMPLES.size())).getClass();
    readAgain(type, new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8));
  }

  private static <T> void readAgain(Class<T> type, String json) {
    T value;
    try {
      value = JsonCodec.read(type, json.getBytes(StandardCharsets.UTF_8));
    } catch (InvalidValueException e) {
      assertThat(e).hasMessageStartingWith("expected ");
      return;
    }
    byte[] written = JsonCodec.write(value);
    assertThat(JsonCodec.read(type, written)).isEqualTo(value);
  }

  static Stream<Arguments> readsWhatItCanWriteAgainOrRefuses() {
    Stream<String> whole =
        IntStream.range(0, SAMPLES.size())
            .mapToObj(i ->
                (char) i + new String(JsonCodec.write(SAMPLES.get(i)), StandardCharsets.UTF_8));
    Stream<String> odd =
        Stream.of(
            "\0{\"code\":\"POLICY\",\"reason\":\"half a pair \\ud800\"}",
            "\0{\"code\":\"POLICY\",\"reason\":\"\\u0000\\\"\\\\\"}",
            "\1{\"sequence\":7,\"hash\":\"%s\",\"at\":\"9999-12-31T24:00:00Z\"}"
                .formatted(AuditLine.NONE),
            "\1{\"sequence\":7,\"hash\":\"%s\",\"at\":\"0000-01-01T00:00:00Z\"}"
                .formatted(AuditLine.NONE),
            "\1{\"sequence\":1e3,\"hash\":\"%s\",\"at\":\"2026-12-31T23:59:60Z\"}"
                .formatted(AuditLine.NONE),
            "\1{\"sequence\":9223372036854775808}");
    return Stream.concat(whole, odd)
        .map(seed -> arguments((Object) seed.getBytes(StandardCharsets.UTF_8)));
  }
}
