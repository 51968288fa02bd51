package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.acceptance.localstack.AlsoOnLocalStack;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@AlsoOnLocalStack
class DoubleDeliveryIT {

  @TempDir private static Path folder;
  private static Stage stage;
  private static JobTraffic traffic;

  @BeforeAll
  static void open() throws Exception {
    stage = Stage.open(TokenKind.NSS, folder);
    traffic = new JobTraffic(stage.cloud());
  }

  @AfterEach
  void stopAgent() {
    stage.stopAgent();
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @Test
  void jobDeliveredTwiceMakesOneKey() throws Exception {
    ImportId id = stage.requestImport();
    KeyArn key = stage.functions().read(id).keyArn().orElseThrow();
    String job = traffic.take(stage.cloud().queues().jobs());
    traffic.send(stage.cloud().queues().jobs(), key, job, "job-once");
    traffic.send(stage.cloud().queues().jobs(), key, job, "job-twice");

    stage.startAgent();
    ImportRecord done = stage.ended(id);
    Eventually.of(() -> stage.steps(id, "RESULT_SENT"), sent -> sent == 2, "results sent");

    assertThat(done.state()).isEqualTo(ImportState.IMPORTED);
    assertThat(stage.keysInHsm(id)).hasSize(1);
    assertThat(stage.steps(id, "HSM_KEY_GENERATED")).isOne();
    assertThat(stage.steps(id, "HSM_KEY_FOUND")).isOne();
  }

  @Test
  void resultDeliveredTwiceHasTheSameOutcome() throws Exception {
    stage.cloud().pauseResults();
    stage.startAgent();
    ImportId id = stage.requestImport();
    KeyArn key = stage.functions().read(id).keyArn().orElseThrow();
    String result = traffic.take(stage.cloud().queues().results());
    traffic.send(stage.cloud().queues().results(), key, result, "result-once");
    stage.cloud().resumeResults();
    ImportRecord first = stage.ended(id);

    traffic.send(stage.cloud().queues().results(), key, result, "result-twice");
    Eventually.of(
        () -> traffic.outstanding(stage.cloud().queues().results()),
        left -> left == 0,
        "results left");

    assertThat(first.state()).isEqualTo(ImportState.IMPORTED);
    assertThat(stage.functions().read(id)).isEqualTo(first);
    assertThat(stage.kmsCalls("ImportKeyMaterial", key.toString())).isEqualTo(1);
    assertThat(traffic.waiting(stage.cloud().queues().resultsDeadLetters())).isZero();
  }
}
