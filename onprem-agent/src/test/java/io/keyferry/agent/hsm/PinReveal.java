package io.keyferry.agent.hsm;

import java.nio.charset.StandardCharsets;

/** Shows a PIN to tests of other packages. */
public final class PinReveal {

  private PinReveal() {}

  public static String text(Pin pin) {
    char[] utf8 = pin.utf8Bytes();
    return new String(
        new String(utf8).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
