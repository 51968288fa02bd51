package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.local.agent.AgentProcess;
import io.keyferry.local.cloud.CloudSettings.Redelivery;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.ImportId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent is killed repeatedly, at random moments. */
class ManyCrashesIT {

  private static final int IMPORTS = 50;
  private static final int KILLS = 50;
  private static final int MAX_MILLIS = 150;

  /** The property that repeats a run with the same seed. */
  private static final long SEED =
      Long.getLong("keyferry.crash.seed", Duration.ofNanos(System.nanoTime()).toMillis());

  @Test
  void fiftyKillsAtRandomMomentsLoseNoImportAndDoubleNone(@TempDir Path folder) throws Exception {
    System.out.println("ManyCrashesIT: -Dkeyferry.crash.seed=" + SEED);
    Random random = new Random(SEED);
    // Every kill counts as a receive of the message.
    try (Stage stage =
        Stage.open(
            TokenKind.NSS,
            folder,
            settings -> settings.with(new Redelivery(CloudStage.VISIBILITY_TIMEOUT, KILLS + 2)))) {
      stage.startAgent();
      stage.stopAgent();
      List<ImportId> imports = new ArrayList<>();
      for (int i = 0; i < IMPORTS; i++) {
        imports.add(stage.requestImport());
      }
      for (int i = 0; i < KILLS; i++) {
        killAtRandom(stage, random);
      }
      stage.startAgent();

      Set<String> materials = new HashSet<>();
      Set<String> keys = new HashSet<>();
      for (ImportId id : imports) {
        ImportRecord done = stage.ended(id);
        assertThat(done.state()).as("%s, seed %d", done, SEED).isEqualTo(ImportState.IMPORTED);
        materials.add(done.kms().keyMaterialId().orElseThrow());
        keys.add(CkaId.of(id).hex());
      }
      assertThat(materials).as("seed %d", SEED).hasSize(IMPORTS);
      assertThat(stage.keysInHsm().stream().map(ManyCrashesIT::ckaId).toList())
          .as("seed %d", SEED)
          .containsExactlyInAnyOrderElementsOf(keys);
      stage.stopAgent();
      assertThat(stage.verifiedAudit()).as("seed %d", SEED).contains("the audit log holds");
    }
  }

  /** Lets an agent start a job, and kills it after a random time. */
  private static void killAtRandom(Stage stage, Random random) throws Exception {
    long before = received(stage);
    AgentProcess agent = stage.startAgent(List.of(), Map.of());
    Eventually.of(
        () -> received(stage) > before || !agent.isAlive(),
        begun -> begun,
        "the first job of an agent");
    assertThat(agent.isAlive()).as(stage.agentLog()).isTrue();
    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(MAX_MILLIS)).toNanos());
    agent.kill();
    agent.awaitEnd();
  }

  private static long received(Stage stage) throws IOException {
    return stage.agentLog().lines().filter(line -> line.contains("\"JOB_RECEIVED\"")).count();
  }

  private static String ckaId(JsonNode key) {
    return key.path("ckaId").asText();
  }
}
