package io.keyferry.agent.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

final class PinTest {

  @Test
  void isWipedWhenClosed() {
    char[] chars = "1234".toCharArray();
    Pin pin = new Pin(chars);
    pin.close();
    assertThat(chars).containsOnly('\0');
    assertThatIllegalStateException().isThrownBy(pin::utf8Bytes);
  }

  @Test
  void isNeverShown() {
    try (Pin pin = new Pin("1234".toCharArray())) {
      assertThat(pin.toString()).doesNotContain("1234");
    }
  }

  @Test
  void reachesTheTokenAsUtf8() {
    try (Pin pin = new Pin("aü€".toCharArray())) {
      assertThat(pin.utf8Bytes()).containsExactly("a\u00C3\u00BC\u00E2\u0082\u00AC".toCharArray());
    }
  }

  @Test
  void refusesAnEmptyPin() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Pin(new char[0]));
  }
}
