package io.keyferry.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.local.token.TokenKind;
import io.keyferry.model.ImportId;
import io.keyferry.model.ImportRecord;
import io.keyferry.model.ImportState;
import io.keyferry.model.KeyArn;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoubleDeliveryIT {

  @Test
  void jobDeliveredTwiceMakesOneKey(@TempDir Path folder) throws Exception {
    try (Stage stage = Stage.open(TokenKind.NSS, folder)) {
      JobTraffic traffic = new JobTraffic(stage.cloud());
      ImportId id = stage.requestImport();
      KeyArn key = stage.functions().read(id).keyArn().orElseThrow();
      String job = traffic.take(stage.cloud().queues().jobs());
      traffic.send(stage.cloud().queues().jobs(), key, job, "once");
      traffic.send(stage.cloud().queues().jobs(), key, job, "twice");

      stage.startAgent();
      ImportRecord done = stage.ended(id);
      Eventually.of(
          () -> count(stage.agentLog(), "RESULT_SENT"), sent -> sent == 2, "results sent");

      assertThat(done.state()).isEqualTo(ImportState.IMPORTED);
      assertThat(stage.keysInHsm(id)).hasSize(1);
      assertThat(count(stage.agentLog(), "HSM_KEY_GENERATED")).isEqualTo(1);
      assertThat(count(stage.agentLog(), "HSM_KEY_FOUND")).isEqualTo(1);
    }
  }

  @Test
  void resultDeliveredTwiceHasTheSameOutcome(@TempDir Path folder) throws Exception {
    try (Stage stage = Stage.open(TokenKind.NSS, folder)) {
      JobTraffic traffic = new JobTraffic(stage.cloud());
      stage.cloud().pauseResults();
      stage.startAgent();
      ImportId id = stage.requestImport();
      KeyArn key = stage.functions().read(id).keyArn().orElseThrow();
      String result = traffic.take(stage.cloud().queues().results());
      traffic.send(stage.cloud().queues().results(), key, result, "once");
      stage.cloud().resumeResults();
      ImportRecord first = stage.ended(id);

      traffic.send(stage.cloud().queues().results(), key, result, "twice");
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

  private static long count(String log, String word) {
    return log.lines().filter(line -> line.contains("\"" + word + "\"")).count();
  }
}
