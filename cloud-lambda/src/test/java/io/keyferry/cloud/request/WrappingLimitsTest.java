package io.keyferry.cloud.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.model.input.Violation;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class WrappingLimitsTest {

  private final WrappingLimits limits =
      new WrappingLimits(
          List.of(WrappingAlgorithm.RSAES_OAEP_SHA_256, WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256),
          List.of(WrappingKeySpec.RSA_4096));

  @Test
  void allowWhatTheyName() {
    assertThat(limits.violations(WrappingAlgorithm.RSAES_OAEP_SHA_256, WrappingKeySpec.RSA_4096))
        .isEmpty();
  }

  @Test
  void refuseEverythingThatTheyDoNotName() {
    assertThat(limits.violations(WrappingAlgorithm.RSAES_OAEP_SHA_1, WrappingKeySpec.RSA_2048))
        .containsExactly(
            new Violation(
                "wrappingAlgorithm",
                "one of those that the operator allows: RSAES_OAEP_SHA_256, RSA_AES_KEY_WRAP_SHA_256",
                "RSAES_OAEP_SHA_1"),
            new Violation(
                "wrappingKeySpec", "one of those that the operator allows: RSA_4096", "RSA_2048"));
  }

  @Test
  void areAllThatKmsAcceptsByDefault() {
    for (WrappingAlgorithm algorithm : WrappingAlgorithm.values()) {
      for (WrappingKeySpec keySpec : WrappingKeySpec.values()) {
        assertThat(WrappingLimits.NONE.violations(algorithm, keySpec)).isEmpty();
      }
    }
  }
}
