package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.local.Layout;
import io.keyferry.local.agent.AgentPolicy;
import io.keyferry.local.demo.Demo;
import io.keyferry.local.demo.DemoSettings;
import io.keyferry.local.run.KmsOfRun;
import io.keyferry.local.run.RunSettings;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.testing.DocumentExamples;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {

  private final StringWriter out = new StringWriter();

  @Test
  void theDemoPrintsWhatTheReadmeShows(@TempDir Path folder) throws Exception {
    WrappingAlgorithm algorithm = WrappingAlgorithm.RSAES_OAEP_SHA_256;
    RunSettings run =
        new RunSettings(
            Layout.ofSystemProperty(),
            folder,
            new RunSettings.Token(TokenKind.NSS, Optional.empty()),
            new RunSettings.Agent(
                AgentPolicy.aes(List.of(algorithm), WrappingKeySpec.RSA_4096), true),
            KmsOfRun.usual(),
            new RunSettings.KeyPairs(1, 1),
            Optional.empty());
    DemoSettings settings = new DemoSettings(run, algorithm, 1, false, Optional.empty(), false);

    assertThat(new Demo(settings, new PrintWriter(out, true)).run()).as(out.toString()).isTrue();

    assertThat(out.toString().strip().lines())
        .zipSatisfy(
            DocumentExamples.block("text demo").lines(),
            (line, shown) -> assertThat(line).matches(DocumentExamples.shown(shown)));
  }
}
