package io.keyferry.agent.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.model.value.WrappingAlgorithm;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README in the console's zip says, in any wording. */
class ReadmeTest {

  @ParameterizedTest
  @EnumSource
  void namesTheAlgorithm(WrappingAlgorithm algorithm) {
    for (String text :
        new String[] {
          "\ufeffWrapping algorithm: %s\r\n",
          "Use %1$s (%1$s) to encrypt.",
          "{\"WrappingAlgorithm\":\"%s\"}"
        }) {
      assertThat(read(text.formatted(algorithm)).algorithm()).contains(algorithm);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Wrapping algorithm: …",
        "SM2PKE",
        "RSAES_OAEP_SHA_2561",
        "MY_RSAES_OAEP_SHA_256",
        "RSAES_OAEP_SHA_256 or RSAES_OAEP_SHA_1"
      })
  void namesNoneOrMoreThanOne(String text) {
    assertThat(read(text).algorithm()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "These expire at 2026-11-29T08:05:09Z.",
        "Expiration: 2026-11-29T10:05:09.000+02:00",
        "valid until Sun, 29 Nov 2026 08:05:09 GMT",
        "The import token expires on Sun Nov 29 2026 09:05:09 GMT+0100 (CET)",
        "Downloaded 2026-11-28T08:05:09Z\nvalid to 2026-11-29T08:05:09Z, expires Sun, 29 Nov 2026 08:05:09 GMT"
      })
  void returnsTheExpiry(String text) {
    assertThat(read(text).expires()).contains(Instant.parse("2026-11-29T08:05:09Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Downloaded at 2026-11-29T08:05:09Z",
        "expires 2026-11-29 08:05",
        "expires 2026-11-29T08:05:09",
        "expires 2026-13-41T08:05:09Z",
        "expires Mon, 29 Nov 2026 08:05:09 GMT",
        "expires 2026-11-29T08:05:09Z or 2026-11-30T08:05:09Z"
      })
  void returnsNoUnreliableExpiry(String text) {
    assertThat(read(text).expires()).isEmpty();
  }

  @Test
  void binaryFileIsIgnored() {
    assertThat(Readme.of(new byte[] {(byte) 0xFF, 0, (byte) 0xD8}))
        .isEqualTo(new Readme(Optional.empty(), Optional.empty()));
  }

  private static Readme read(String text) {
    return Readme.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
