package io.keyferry.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ScreenTest {

  private static final String LONG = "x".repeat(200);

  private final StringWriter written = new StringWriter();

  @Test
  void aFileGetsNoColors() {
    screen(false, false).heading("Proof");
    assertThat(written).hasToString("\nProof\n".replace("\n", System.lineSeparator()));
  }

  @Test
  void aTerminalGetsLinesThatFitUnlessAllIsAskedFor() {
    screen(false, true).line("%s", LONG);
    assertThat(written.toString().strip()).hasSizeLessThan(110).endsWith("x…");

    screen(true, true).line("%s", LONG);
    assertThat(written.toString()).contains(LONG);
  }

  @Test
  void whatExplainsAFailureIsNeverCut() {
    screen(false, true).block("expected\n" + LONG);
    assertThat(written.toString()).contains("  expected", LONG);
  }

  private Screen screen(boolean verbose, boolean terminal) {
    return new Screen(new PrintWriter(written), verbose, terminal);
  }
}
