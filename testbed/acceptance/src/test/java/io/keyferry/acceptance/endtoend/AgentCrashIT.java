package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.acceptance.crash.CrashPoint;
import io.keyferry.acceptance.localstack.AlsoOnLocalStack;
import io.keyferry.local.agent.AgentProcess;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@AlsoOnLocalStack
class AgentCrashIT {

  @TempDir private static Path folder;
  private static Stage stage;

  @BeforeAll
  static void open() throws Exception {
    stage = Stage.open(TokenKind.NSS, folder);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  /**
   * On LocalStack only the queue matters: the one point at which the job is delivered again after
   * its result was sent.
   */
  static Stream<CrashPoint> points() {
    return Stage.onLocalStack() ? Stream.of(CrashPoint.AFTER_SEND) : Stream.of(CrashPoint.values());
  }

  @ParameterizedTest
  @MethodSource("points")
  void agentKilledAndRestartedLeavesOneKeyAndOneMaterial(CrashPoint point) throws Exception {
    AgentProcess doomed =
        stage.startAgent(List.of(testClasses()), Map.of(CrashPoint.VARIABLE, point.name()));
    doomed.awaitHealthy();
    ImportId id = stage.requestImport();
    doomed.awaitEnd();

    stage.startAgent();
    // If the agent is killed after sending, the import may end before the job is delivered again.
    Eventually.of(() -> stage.steps(id, "RESULT_SENT"), sent -> sent == 1, "the second try");
    assertThat(stage.steps(id, "HSM_KEY_FOUND")).isOne();
    assertThat(stage.ended(id).state()).isEqualTo(ImportState.IMPORTED);
    stage.stopAgent();

    KeyArn key = stage.functions().read(id).keyArn().orElseThrow();
    assertThat(stage.keysInHsm(id)).hasSize(1);
    assertThat(materials(key)).hasSize(1);
  }

  /** KMS identifies the material of an AES key by its id; other material would have another id. */
  private static List<String> materials(KeyArn key) {
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
