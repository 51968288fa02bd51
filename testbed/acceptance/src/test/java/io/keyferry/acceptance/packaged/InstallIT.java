package io.keyferry.acceptance.packaged;

import static io.keyferry.acceptance.packaged.InstalledAgent.CONFIGURATION;
import static io.keyferry.acceptance.packaged.InstalledAgent.CREDENTIALS;
import static io.keyferry.acceptance.packaged.InstalledAgent.STATE;
import static io.keyferry.acceptance.packaged.InstalledAgent.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keyferry.local.token.PreparedToken;
import io.keyferry.local.token.TokenKind;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.VerificationKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The package's life on this machine. Needs root and dpkg. */
@Timeout(300)
class InstallIT {

  @TempDir private Path folder;

  @Test
  void isInstalledWorksIsUpgradedAndLeavesOnlyTheAuditLog() throws Exception {
    assumeTrue(
        System.getProperty("user.name").equals("root"),
        "NOT RUN: installing a package needs root. PackageIT checked it unpacked.");
    assumeFalse(
        InstalledAgent.isOnThisMachine(),
        "NOT RUN: keyferry-agent, or what it left, is on this machine and must not be touched.");
    AgentPackage built = AgentPackage.build(folder.resolve("package"), "022", Map.of());
    InstalledAgent agent = new InstalledAgent();
    try {
      agent.install(built);
      assertWaitsToBeConfigured(agent);
      VerificationKey key = enrolled(agent);
      carryAKey(agent, key);
      upgrade(agent, built);
      removeAndPurge(agent, built, key);
    } finally {
      agent.cleanUp();
    }
  }

  private static void assertWaitsToBeConfigured(InstalledAgent agent) throws Exception {
    assertThat(Run.of("getent", "passwd", USER).well()).contains("KeyFerry agent", "nologin");
    assertThat(Run.of("stat", "-c", "%U %a", STATE + "/audit", STATE + "/ledger").well())
        .isEqualTo("keyferry 700\nkeyferry 700\n");
    assertThat(Run.of("systemctl", "--root=/", "is-enabled", ServiceUnit.NAME).output())
        .isEqualTo("disabled\n");
    assertThat(agent.agent("--version").well()).startsWith("keyferry-agent ");
    // A JVM that must use the class cache exits if the cache does not fit.
    String lib = "/usr/lib/keyferry-agent/";
    assertThat(
            Run.of(
                    lib + "runtime/bin/java",
                    "@" + lib + "jvm.options",
                    "-XX:AOTMode=on",
                    "-XX:AOTCache=" + lib + "classes.aot",
                    "-jar",
                    lib + "keyferry-agent.jar",
                    "--version")
                .well())
        .startsWith("keyferry-agent ");

    // Freshly installed, it starts nothing, and systemd does not try again.
    Run start = Run.of(Map.of(), agent.asService(Map.of(), installed().command()));
    assertThat(start.status()).as(start.output()).isEqualTo(2);
    assertThat(start.output()).contains("cloud: expected a section", "policy: expected a section");
  }

  private static ServiceUnit installed() {
    return new ServiceUnit(Path.of("/"));
  }

  private static VerificationKey enrolled(InstalledAgent agent) throws Exception {
    PreparedToken token = TokenKind.NSS.prepare(STATE.resolve("token"));
    Files.createDirectories(CREDENTIALS);
    Files.move(token.pinFile(), CREDENTIALS.resolve("pkcs11-pin"));
    InstalledAgent.giveToService(STATE);
    InstalledAgent.giveToService(CREDENTIALS);
    agent.putEnvironment(token.environment());
    Files.writeString(CONFIGURATION, ServiceStage.tokenOnly(token));
    return VerificationKey.ofPem(
        agent.agent("enrol", "--config", CONFIGURATION.toString(), "--format", "pem").well());
  }

  private void carryAKey(InstalledAgent agent, VerificationKey key) throws Exception {
    Files.createDirectories(folder.resolve("cloud"));
    try (ServiceStage stage = ServiceStage.open(key, folder.resolve("cloud"))) {
      Files.writeString(CONFIGURATION, Files.readString(CONFIGURATION) + stage.configuration());

      Run withoutPin = Run.of(Map.of(), agent.asService(Map.of(), installed().command()));
      assertThat(withoutPin.status()).as(withoutPin.output()).isEqualTo(2);

      stage.start(agent, installed().command());
      stage.awaitNotification("READY=1\nSTATUS=token 'keyferry-nss'");
      stage.awaitNotification("WATCHDOG=1");
      stage.awaitNotification("token 'keyferry-nss', waiting for jobs");

      Map.Entry<ImportId, ImportState> carried = stage.carry();

      assertThat(carried.getValue()).isEqualTo(ImportState.IMPORTED);
      assertThat(stage.stop()).isEqualTo(143);
      stage.awaitNotification("STOPPING=1\nSTATUS=stopping");
      assertThat(stage.logLines()).allMatch(line -> line.matches("<[3467]>\\{\"time\":.*\\}"));
      assertThat(stage.logLines())
          .anyMatch(line ->
              line.contains("\"importId\":\"" + carried.getKey().value() + "\"")
                  && line.contains("RESULT_SENT"));
    }
  }

  private void upgrade(InstalledAgent agent, AgentPackage built) throws Exception {
    String configured = Files.readString(CONFIGURATION);
    AgentPackage next = built.next(folder);
    // As 0.1.0 left it.
    String ledger = Run.of("ls", STATE + "/ledger").well();
    Files.move(STATE.resolve("ledger"), STATE.resolve("journal"));
    agent.install(next);

    assertThat(
            Run.of("dpkg-query", "-W", "-f", "${Version} ${db:Status-Status}", AgentPackage.NAME)
                .well())
        .isEqualTo(next.version() + " installed");
    assertThat(ledger).contains(".key.json");
    assertThat(Run.of("ls", STATE + "/ledger").well()).isEqualTo(ledger);
    assertThat(STATE.resolve("journal")).doesNotExist();
    assertThat(Files.readString(CONFIGURATION)).isEqualTo(configured);
    assertThat(agent.agent("keys", "--config", CONFIGURATION.toString()).well())
        .contains("an AES key of 32 bytes");
  }

  private void removeAndPurge(InstalledAgent agent, AgentPackage built, VerificationKey key)
      throws Exception {
    agent.remove();
    assertThat(InstalledAgent.traces())
        .contains(InstalledAgent.SETTINGS.toString(), STATE.toString())
        .noneMatch(path -> path.startsWith("/usr/"));

    agent.purge();
    assertThat(InstalledAgent.traces()).containsExactly(STATE.toString());
    assertThat(Run.of("find", STATE.toString(), "-type", "f").well().lines())
        .isNotEmpty()
        .allMatch(path -> path.startsWith(STATE + "/audit/"));
    assertThat(Run.of("find", STATE.toString(), "!", "-user", "root").well()).isEmpty();
    assertThat(Run.of("getent", "passwd", USER).status()).isNotZero();

    Path pem = Files.writeString(folder.resolve("agent.pem"), key.pem());
    Path root = built.extract(folder.resolve("auditor"));
    assertThat(
            Run.of(
                    root + "/usr/bin/keyferry-agent",
                    "audit",
                    "verify",
                    STATE + "/audit",
                    "--key",
                    pem.toString())
                .well())
        .contains("the audit log holds");
  }
}
