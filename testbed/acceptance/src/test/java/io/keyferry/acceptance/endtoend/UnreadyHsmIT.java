package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.local.agent.AgentProcess;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.ImportId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The token answers but the agent cannot sign: the agent is not ready, receives no more jobs, loses
 * none, and continues by itself.
 */
class UnreadyHsmIT {

  private static final CkaId SECOND = new CkaId("00112233445566778899aabbccddeeff");

  @TempDir private Path folder;
  private Stage stage;
  private AgentProcess agent;

  @BeforeEach
  void open() throws Exception {
    stage = Stage.open(TokenKind.SOFTHSM, folder);
    agent = stage.startAgent();
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void waitsUntilASecondAgentKeyInTheTokenIsRemoved() throws Exception {
    Intruder intruder = new Intruder(stage.token());
    intruder.plantPair(SECOND, "keyferry-agent");

    ImportId first = stage.requestImport();
    awaitUnready("found 2");
    List<ImportId> later = List.of(stage.requestImport(), stage.requestImport());
    assertNothingIsReceivedAndNothingIsDead();

    intruder.destroyPair(SECOND);
    assertImported(first);
    for (ImportId id : later) {
      assertImported(id);
    }
  }

  @Test
  void missingTokenIsUsedAgainWhenItIsBack() throws Exception {
    Path tokens = stage.folder().resolve("token/softhsm");
    Path elsewhere = stage.folder().resolve("token/elsewhere");
    Files.move(tokens, elsewhere);
    Files.createDirectory(tokens);

    ImportId first = stage.requestImport();
    awaitUnready("HSM is unusable");
    List<ImportId> later = List.of(stage.requestImport(), stage.requestImport());
    assertNothingIsReceivedAndNothingIsDead();

    Files.delete(tokens);
    Files.move(elsewhere, tokens);
    assertImported(first);
    for (ImportId id : later) {
      assertImported(id);
    }
  }

  private void awaitUnready(String reason) throws Exception {
    Eventually.of(
        () -> stage.agentLog(),
        log -> log.contains("The HSM is unusable") && log.contains(reason),
        "the agent's log");
  }

  /**
   * A receive that was in flight may return one more message; it waits in progress, like the first.
   */
  private void assertNothingIsReceivedAndNothingIsDead() throws Exception {
    JobTraffic traffic = new JobTraffic(stage.cloud());
    Eventually.of(
        () -> traffic.waiting(stage.cloud().queues().jobs()), waiting -> waiting >= 1, "jobs");
    assertThat(traffic.outstanding(stage.cloud().queues().jobsDeadLetters())).isZero();
    assertThat(agent.isAlive()).isTrue();
  }

  private void assertImported(ImportId id) throws Exception {
    assertThat(stage.ended(id).state()).as(stage.agentLog()).isEqualTo(ImportState.IMPORTED);
    assertThat(stage.keysInHsm(id)).hasSize(1);
  }
}
