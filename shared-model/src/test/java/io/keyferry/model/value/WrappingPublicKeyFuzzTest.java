package io.keyferry.model.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.keyferry.model.Samples;
import io.keyferry.model.testing.EcSigner;
import java.security.interfaces.RSAPublicKey;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes in place of KMS's wrapping key. */
class WrappingPublicKeyFuzzTest {

  @MethodSource
  @FuzzTest(maxDuration = "30s")
  void isExactlyOneRsaKeyOrNone(byte[] der) {
    for (WrappingKeySpec spec : WrappingKeySpec.values()) {
      RSAPublicKey key;
      try {
        key = WrappingPublicKey.of(der).rsa(spec);
      } catch (InvalidValueException e) {
        assertThat(e).hasMessageStartingWith("expected ");
        continue;
      }
      assertThat(key.getEncoded()).isEqualTo(der);
      assertThat(key.getModulus().bitLength()).isEqualTo(spec.bits());
    }
  }

  static Stream<Arguments> isExactlyOneRsaKeyOrNone() {
    byte[] rsa = Samples.WRAPPING_KEY.spki().bytes();
    byte[] ec = EcSigner.create().publicKey().getEncoded();
    return Stream.of(rsa, ec, new byte[0], new byte[] {0x30, (byte) 0x80})
        .map(seed -> arguments((Object) seed));
  }
}
