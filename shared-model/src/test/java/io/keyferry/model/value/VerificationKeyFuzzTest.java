package io.keyferry.model.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.keyferry.model.Samples;
import io.keyferry.model.testing.EcSigner;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text in place of a pinned key, and any DER in its PEM. */
class VerificationKeyFuzzTest {

  @MethodSource
  @FuzzTest(maxDuration = "30s")
  void readsAKeyThatItCanWriteAgainOrRefuses(byte[] bytes) {
    readAgain(new String(bytes, StandardCharsets.UTF_8));
    readAgain(
        "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(bytes)));
  }

  private static void readAgain(String pem) {
    VerificationKey key;
    try {
      key = VerificationKey.ofPem(pem);
    } catch (InvalidValueException e) {
      assertThat(e).hasMessageStartingWith("expected ");
      return;
    }
    assertThat(VerificationKey.ofPem(key.pem()).thumbprint()).isEqualTo(key.thumbprint());
  }

  static Stream<Arguments> readsAKeyThatItCanWriteAgainOrRefuses() {
    VerificationKey key = EcSigner.create().verificationKey();
    return Stream.of(
            key.pem().getBytes(StandardCharsets.UTF_8),
            key.key().getEncoded(),
            Samples.WRAPPING_KEY.spki().bytes(),
            new byte[0])
        .map(seed -> arguments((Object) seed));
  }
}
