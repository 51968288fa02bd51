package io.keyferry.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CfnLintTest {

  @Test
  void reportsNothingBeyondWhatCdkDoubles() throws Exception {
    List<String> templates =
        List.of(
            Synthesized.of(SampleSettings.twoAgents()).file().toAbsolutePath().toString(),
            Synthesized.of(SampleSettings.unusual()).file().toAbsolutePath().toString());
    Process lint;
    try {
      // Beside .cfnlintrc, which says what is ignored.
      lint =
          new ProcessBuilder("cfn-lint", templates.getFirst(), templates.getLast())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      System.err.println("CfnLintTest: cfn-lint is not installed, so it did not look");
      abort("cfn-lint is not installed");
      return;
    }
    String said = new String(lint.getInputStream().readAllBytes(), UTF_8);

    assertThat(said).isEmpty();
    assertThat(lint.waitFor()).isZero();
  }
}
