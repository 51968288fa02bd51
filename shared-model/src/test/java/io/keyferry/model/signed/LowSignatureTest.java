package io.keyferry.model.signed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The edges of what counts as the smaller s of P-256 (SEC 2, section 2.4.2). */
class LowSignatureTest {

  private static final String R = "11".repeat(32);
  private static final String ORDER_LESS_ONE =
      "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550";
  private static final String HALF_THE_ORDER =
      "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8";
  private static final String ONE_MORE_THAN_HALF =
      "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a9";

  @Test
  void halfTheOrderIsLowAndStays() {
    byte[] half = signature(HALF_THE_ORDER);
    assertThat(LowSignature.is(half)).isTrue();
    assertThat(LowSignature.of(half)).isEqualTo(half);
  }

  @Test
  void oneMoreThanHalfTheOrderIsMirrored() {
    byte[] high = signature(ONE_MORE_THAN_HALF);
    assertThat(LowSignature.is(high)).isFalse();
    assertThat(LowSignature.of(high)).isEqualTo(signature(HALF_THE_ORDER));
  }

  @Test
  void aSmallMirroredValueIsFilledUpWithZeros() {
    assertThat(LowSignature.of(signature(ORDER_LESS_ONE)))
        .isEqualTo(signature("00".repeat(31) + "01"));
  }

  @Test
  void anotherLengthIsNoSignature() {
    assertThat(LowSignature.is(new byte[63])).isFalse();
    assertThat(LowSignature.is(new byte[65])).isFalse();
  }

  private static byte[] signature(String s) {
    return HexFormat.of().parseHex(R + s);
  }
}
