package io.keyferry.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Lambda passes to a function, and what it refuses. */
class InvokePayloadTest {

  private static final String REFUSED =
      "Could not parse request body into json: Could not parse payload into json: ";

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "[1]", "null", "7", "\"text\"", " { } ", "\"\u00fc\u4e16\ud83d\ude00\""})
  void oneJsonValueIsPassedUnchanged(String payload) throws Exception {
    assertThat(read(payload.getBytes(StandardCharsets.UTF_8))).isEqualTo(payload);
  }

  @Test
  void emptyPayloadIsAnEmptyObject() throws Exception {
    assertThat(read(new byte[0])).isEqualTo("{}");
  }

  @ParameterizedTest
  @CsvSource({
    // "ü" in ISO 8859-1, as from a client that does not encode its text
    "22fc22, Invalid UTF-8 start byte 0xfc",
    "2280 22, Invalid UTF-8 start byte 0x80",
    "22c322, Invalid UTF-8 middle byte 0x22",
    "22e4b822, Invalid UTF-8 middle byte 0x22",
  })
  void whatIsNotUtf8IsRefused(String hex, String reason) {
    assertThatThrownBy(() -> read(HexFormat.of().parseHex(hex.replace(" ", ""))))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith(REFUSED + reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // an overlong "/", a surrogate by itself, beyond Unicode, cut off, UTF-16 with and without
        // mark
        "22c0af22",
        "22eda08022",
        "22f490808022",
        "22e4b8",
        "fc",
        "feff007b007d",
        "007b007d",
        // a byte order mark
        "efbbbf7b7d",
      })
  void otherEncodingsAreRefusedToo(String hex) {
    assertThatThrownBy(() -> read(HexFormat.of().parseHex(hex)))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith(REFUSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{}}", "{} {}", "{'a':1}", "text", "{\"a\":}", "NaN", "01"})
  void whatIsNotJsonIsRefused(String payload) {
    assertThatThrownBy(() -> read(payload.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith(REFUSED);
  }

  @Test
  void payloadSizeIsLimited() throws Exception {
    assertThat(read(ones(6_291_456), InvocationType.REQUEST_RESPONSE)).hasSize(6_291_456);
    assertThat(read(ones(1_048_576), InvocationType.EVENT)).hasSize(1_048_576);
    assertThatThrownBy(() -> read(ones(6_291_457), InvocationType.REQUEST_RESPONSE))
        .hasMessage("Request must be smaller than 6291456 bytes for the InvokeFunction operation");
    assertThatThrownBy(() -> read(ones(1_048_577), InvocationType.EVENT))
        .hasMessage(
            "1048577 byte payload is too large for the Event invocation type (limit 1048576"
                + " bytes)");
  }

  private static byte[] ones(int length) {
    byte[] text = new byte[length];
    Arrays.fill(text, (byte) ' ');
    text[0] = '1';
    return text;
  }

  private static String read(byte[] body) throws Exception {
    return read(body, InvocationType.REQUEST_RESPONSE);
  }

  private static String read(byte[] body, InvocationType type) throws Exception {
    return InvokePayload.read(new ByteArrayInputStream(body), type);
  }
}
