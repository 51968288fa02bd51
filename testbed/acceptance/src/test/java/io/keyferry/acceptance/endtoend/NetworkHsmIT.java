package io.keyferry.acceptance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.agent.hsm.testing.FaultInjector;
import io.keyferry.agent.hsm.testing.FaultRule;
import io.keyferry.agent.hsm.testing.LoggedCall;
import io.keyferry.agent.hsm.testing.NetworkHsm;
import io.keyferry.local.agent.AgentProcess;
import io.keyferry.local.token.PreparedToken;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.ImportId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The HSM is behind a network connection. It is killed before, during and after each PKCS#11
 * function that an import calls, and restarted; one agent survives all of it.
 */
class NetworkHsmIT {

  private enum Moment {
    BEFORE,
    DURING,
    AFTER
  }

  /** An HSM and the connection to it, with a fault injector at either end. */
  private record Network(FaultInjector inHsm, NetworkHsm hsm, FaultInjector inAgent) {

    static Network to(PreparedToken token) throws Exception {
      String pin = Files.readString(token.pinFile());
      Path server = Files.createDirectory(folder.resolve("hsm"));
      Path client = Files.createDirectory(folder.resolve("client"));
      FaultInjector inHsm = new FaultInjector(token.library(), pin, server);
      NetworkHsm hsm =
          new NetworkHsm(
              inHsm.library(), token.label(), token.environment(), server.resolve("hsm.log"));
      hsm.start();
      return new Network(inHsm, hsm, new FaultInjector(NetworkHsm.client(), pin, client));
    }

    PreparedToken across(PreparedToken token) {
      return new PreparedToken(
          inAgent.library(),
          token.label(),
          token.libraryParameters(),
          token.pinFile(),
          Map.of(NetworkHsm.ADDRESS_VARIABLE, hsm.address()));
    }

    FaultInjector at(Moment moment) {
      return moment == Moment.DURING ? inHsm : inAgent;
    }

    void close() throws Exception {
      hsm.close();
      inAgent.close();
      inHsm.close();
    }
  }

  @TempDir private static Path folder;
  private static Network network;
  private static Stage stage;

  /** For both runs, which use one token. */
  private static final List<ImportId> imports = new ArrayList<>();

  @BeforeAll
  static void open() throws Exception {
    List<Network> between = new ArrayList<>();
    stage =
        Stage.openThrough(
            TokenKind.SOFTHSM,
            folder,
            token -> {
              between.add(Network.to(token));
              return between.getFirst().across(token);
            });
    network = between.getFirst();
  }

  @AfterAll
  static void close() throws Exception {
    stage.close();
    network.close();
  }

  /**
   * @param workers how many imports are in progress when the HSM is killed
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void hsmKilledAtEachCallOfAnImportAndBroughtBackEndsEveryImportOnceWithoutARestart(int workers)
      throws Exception {
    AgentProcess agent = stage.startAgent();
    List<String> functions = functionsOfAnImport(imports);
    StringBuilder table = new StringBuilder("%-22s".formatted("killed at"));
    for (Moment moment : Moment.values()) {
      table.append("%10s".formatted(moment));
    }
    table.append(
        "   (ms from the HSM's return to the end of the last import; in progress: %d)%n"
            .formatted(workers));
    for (String function : functions) {
      table.append("%-22s".formatted(function));
      for (Moment moment : Moment.values()) {
        order(function, moment);
        List<ImportId> inProgress = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
          inProgress.add(stage.requestImport());
        }
        network.at(moment).awaitHeld(function);
        network.hsm().kill();
        network.at(moment).clear();
        network.hsm().start();
        long back = System.nanoTime();
        for (ImportId id : inProgress) {
          assertThat(stage.ended(id).state())
              .as("%s %s: %s", moment, function, stage.agentLog())
              .isEqualTo(ImportState.IMPORTED);
        }
        table.append("%10d".formatted(Duration.ofNanos(System.nanoTime() - back).toMillis()));
        imports.addAll(inProgress);
      }
      table.append("%n".formatted());
    }
    System.out.print(table);

    assertThat(agent.isAlive()).as("the same agent all the time").isTrue();
    stage.stopAgent();
    assertOneKeyAndOneMaterialOfEach(imports);
    assertThat(stage.verifiedAudit()).contains("the audit log holds");
  }

  /** The functions that an import calls when nothing fails, each once. */
  private static List<String> functionsOfAnImport(List<ImportId> imports) throws Exception {
    int before = network.inAgent().calls().size();
    ImportId id = stage.requestImport();
    assertThat(stage.ended(id).state()).isEqualTo(ImportState.IMPORTED);
    imports.add(id);
    List<LoggedCall> calls = network.inAgent().calls();
    return calls.subList(before, calls.size()).stream().map(LoggedCall::name).distinct().toList();
  }

  private static void order(String function, Moment moment) throws IOException {
    FaultRule rule = network.at(moment).hang(function);
    if (moment == Moment.AFTER) {
      rule = rule.afterDoing();
    }
    rule.once();
  }

  private static void assertOneKeyAndOneMaterialOfEach(List<ImportId> imports) throws Exception {
    Set<String> keys = new HashSet<>();
    Set<String> materials = new HashSet<>();
    for (ImportId id : imports) {
      ImportRecord ended = stage.functions().read(id);
      keys.add(CkaId.of(id).hex());
      materials.add(ended.kms().keyMaterialId().orElseThrow());
      assertThat(ended.attempt()).as("%s", ended).isEqualTo(1);
    }
    assertThat(materials).hasSize(imports.size());
    assertThat(stage.keysInHsm().stream().map(NetworkHsmIT::ckaId).toList())
        .containsExactlyInAnyOrderElementsOf(keys);
  }

  private static String ckaId(JsonNode key) {
    return key.path("ckaId").asText();
  }
}
