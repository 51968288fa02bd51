package io.keyferry.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs only with the Maven profile {@code cfn-lint}, and fails there if cfn-lint is not installed:
 * a skipped test would seem to have found nothing.
 */
@Tag("cfn-lint")
class CfnLintTest {

  @Test
  void reportsNothingBeyondWhatCdkDoubles() throws Exception {
    Stream<String> templates =
        Stream.of(SampleSettings.twoAgents(), SampleSettings.unusual())
            .map(settings -> Synthesized.of(settings).file())
            .map(Path::toAbsolutePath)
            .map(Path::toString);
    List<String> command = Stream.concat(Stream.of("cfn-lint"), templates).toList();

    // Beside .cfnlintrc, which says what is ignored.
    Process lint = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(lint.getInputStream().readAllBytes(), UTF_8);

    assertThat(output).isEmpty();
    assertThat(lint.waitFor()).isZero();
  }
}
