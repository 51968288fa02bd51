package io.keyferry.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.crash.CrashPoint;
import io.keyferry.local.agent.AgentProcess;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.ImportId;
import io.keyferry.model.ImportState;
import io.keyferry.model.KeyArn;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AgentCrashIT {

  @ParameterizedTest
  @EnumSource
  void agentKilledAndRestartedLeavesOneKeyAndOneMaterial(CrashPoint point, @TempDir Path folder)
      throws Exception {
    try (Stage stage = Stage.open(TokenKind.NSS, folder)) {
      AgentProcess doomed =
          stage.startAgent(List.of(testClasses()), Map.of(CrashPoint.VARIABLE, point.name()));
      doomed.awaitHealthy();
      ImportId id = stage.requestImport();
      doomed.awaitEnd();

      stage.startAgent();
      // After a kill behind the sending, the import may end before the job has come again.
      Eventually.of(stage::agentLog, log -> log.contains("RESULT_SENT"), "the second try");
      assertThat(stage.agentLog()).contains("HSM_KEY_FOUND");
      assertThat(stage.ended(id).state()).isEqualTo(ImportState.IMPORTED);

      KeyArn key = stage.functions().read(id).keyArn().orElseThrow();
      assertThat(stage.keysInHsm(id)).hasSize(1);
      assertThat(materials(stage, key)).hasSize(1);
    }
  }

  /** KMS tells the material of an AES key by its id: another material would have another. */
  private static List<String> materials(Stage stage, KeyArn key) {
    return List.of(
        stage
            .cloud()
            .kmsClient()
            .describeKey(r -> r.keyId(key.toString()))
            .keyMetadata()
            .currentKeyMaterialId());
  }

  private static Path testClasses() throws Exception {
    return Path.of(AgentCrashIT.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
