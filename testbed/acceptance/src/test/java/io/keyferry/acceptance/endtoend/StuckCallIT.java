package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.hsm.testing.FaultInjector;
import io.keyferry.local.agent.AgentConfiguration.Patience;
import io.keyferry.local.agent.AgentProcess;
import io.keyferry.local.token.PreparedToken;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.value.ImportId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call to the HSM does not return. */
class StuckCallIT {

  private static final int HSM_UNREACHABLE = 3;

  /** The first call opens the job's session, the second the session of the HSM probe. */
  private static final int FIRST_AFTER_THE_JOBS = 2;

  @TempDir private static Path folder;
  private static FaultInjector faults;
  private static Stage stage;

  @BeforeAll
  static void open() throws Exception {
    List<FaultInjector> before = new ArrayList<>();
    stage =
        Stage.openThrough(
            TokenKind.NSS,
            folder,
            token -> {
              before.add(faultsBefore(token));
              return token.through(before.getFirst().library());
            });
    faults = before.getFirst();
  }

  private static FaultInjector faultsBefore(PreparedToken token) throws Exception {
    return new FaultInjector(
        token.library(),
        Files.readString(token.pinFile()),
        Files.createDirectory(folder.resolve("faults")));
  }

  @AfterAll
  static void close() throws Exception {
    stage.close();
    faults.close();
  }

  @Test
  void endsTheAgentWithADistinctStatusAndTheNextOneFinishesTheImport() throws Exception {
    stage.allow(new Patience(1, 2));
    AgentProcess stuck = stage.startAgent();
    hangEverything();
    ImportId id = stage.requestImport();

    assertThat(stuck.exitStatus()).as(stage.agentLog()).isEqualTo(HSM_UNREACHABLE);
    assertThat(stage.agentLog())
        .contains("C_WrapKey with CKM_RSA_PKCS_OAEP")
        .contains("has not returned within 1 s")
        .contains("longer than the 2 s of token.max-outage-seconds");

    faults.clear();
    stage.startAgent();
    assertThat(stage.ended(id).state()).isEqualTo(ImportState.IMPORTED);
    stage.stopAgent();
    assertThat(stage.keysInHsm(id)).hasSize(1);
  }

  @Test
  void oneHangingCallOfAWorkingHsmDelaysOneImport() throws Exception {
    stage.allow(new Patience(1, (int) Duration.ofMinutes(10).toSeconds()));
    AgentProcess agent = stage.startAgent();
    faults.hang("C_WrapKey").once();
    ImportId id = stage.requestImport();

    assertThat(stage.ended(id).state()).isEqualTo(ImportState.IMPORTED);
    assertThat(agent.isAlive()).isTrue();
    faults.clear();
    stage.stopAgent();
    assertThat(stage.keysInHsm(id)).hasSize(1);
  }

  @Test
  void lateCallsCauseNoRestart() throws Exception {
    stage.allow(new Patience(1, (int) Duration.ofMinutes(10).toSeconds()));
    AgentProcess agent = stage.startAgent();
    hangEverything();
    ImportId id = stage.requestImport();
    Eventually.of(
        () -> stage.agentLog().contains("Import " + id + " waits for the HSM"),
        waits -> waits,
        "the agent to give up on the call");

    faults.clear();

    assertThat(stage.ended(id).state()).isEqualTo(ImportState.IMPORTED);
    assertThat(agent.isAlive()).isTrue();
    stage.stopAgent();
    assertThat(stage.keysInHsm(id)).hasSize(1);
  }

  /** As over a connection that is dead from the wrap on: no call returns in any session. */
  private static void hangEverything() throws IOException {
    faults.hang("C_WrapKey").once();
    faults.hang("C_GetSessionInfo").fromCall(FIRST_AFTER_THE_JOBS).always();
  }
}
