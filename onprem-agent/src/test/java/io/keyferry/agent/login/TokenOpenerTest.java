package io.keyferry.agent.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.cli.DoctorStage;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenOpenerTest {

  @TempDir private Path folder;

  @Test
  void reportsAWrongLabelBeforeThePinPrompt() throws Exception {
    try (DoctorStage stage = new DoctorStage(folder)) {
      Files.delete(stage.pinFile);
      assertThat(enrol(stage)).isEqualTo(2);
      assertThat(stage.errors()).contains("pin").doesNotContain("labeled");

      Files.writeString(
          stage.config, Files.readString(stage.config).replace("label: keyferry", "label: other"));
      assertThat(enrol(stage)).isNotZero();
      assertThat(stage.errors()).contains("expected a token labeled 'other'");
      assertThat(stage.faults().calls("C_Login")).isZero();
    }
  }

  private static int enrol(DoctorStage stage) {
    return stage.execute(new StringWriter(), "enrol", "--config", stage.config.toString());
  }
}
