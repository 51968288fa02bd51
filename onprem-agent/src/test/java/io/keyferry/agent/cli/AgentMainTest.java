package io.keyferry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmFaults;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.StagedToken;
import io.keyferry.agent.login.TokenOpener;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.VerificationKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentMainTest {

  @TempDir Path directory;

  @AutoClose private StagedToken token;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String config = "";

  @BeforeEach
  void writeConfig() throws IOException {
    token = new StagedToken(directory.resolve("token"));
    config = ConfigFile.write(directory, ConfigFile.min(directory)).toString();
  }

  @Test
  void enrolMakesAKeyAndPrintsPemThenJwkThenThumbprint() throws Exception {
    token.unenrol();
    assertThat(execute(opened(), "enrol", "--config", config)).isZero();
    VerificationKey agent = token.enrolledKey().orElseThrow();
    assertThat(agent.thumbprint()).isNotEqualTo(token.agentKey().thumbprint());
    assertThat(out).hasToString(agent.pem() + agent.jwk() + "\n" + agent.thumbprint() + "\n");
    assertThat(token.calls())
        .containsExactly("openSession", "findOrGenerateAgentKey", "sign", "closeSession", "logout");
  }

  @Test
  void enrolPrintsOneFormatOnly() {
    VerificationKey agent = token.agentKey();
    assertThat(execute(opened(), "enrol", "--config", config, "--format", "pem")).isZero();
    assertThat(out).hasToString(agent.pem());
    out.getBuffer().setLength(0);
    assertThat(execute(opened(), "enrol", "--config", config, "--format", "jwk")).isZero();
    assertThat(out).hasToString(agent.jwk() + "\n");
  }

  @Test
  void keysListsTheTokensKeysAndChangesNothing() throws Exception {
    HsmKey key = token.plant(KeySpec.SYMMETRIC_DEFAULT, new CkaId("0a0b"), "payments");

    assertThat(execute(opened(), "keys", "--config", config)).isZero();

    assertThat(out.toString())
        .contains("token 'keyferry', serial %s: 2 keys".formatted(token.identity().serial()))
        .contains("payments", "0a0b", "an AES key of 32 bytes", "not reported by the token")
        .contains("keyferry-agent", "a private key on the curve of ECC_NIST_P256")
        .containsPattern("true +.*CKA_EXTRACTABLE .*CKA_SENSITIVE")
        .containsPattern("false +.*CKA_NEVER_EXTRACTABLE");
    assertThat(token.calls())
        .containsExactly("openSession", "list", "findAgentKey", "closeSession", "logout");
    assertThat(token.key(key.id()).orElseThrow().attributes()).isEqualTo(key.attributes());
  }

  @Test
  void keysPrintsJson() throws Exception {
    HsmKey key = token.plant(KeySpec.SYMMETRIC_DEFAULT, new CkaId("0a0b"), "payments");
    String attributes =
        key.attributes().entrySet().stream()
            .map(attribute -> "\"%s\":%s".formatted(attribute.getKey(), attribute.getValue()))
            .collect(Collectors.joining(","));
    assertThat(attributes).contains("\"CKA_EXTRACTABLE\":true", "\"CKA_NEVER_EXTRACTABLE\":false");

    assertThat(execute(opened(), "keys", "--json", "--config", config)).isZero();

    assertThat(out.toString())
        .startsWith(
            "{\"token\":{\"label\":\"keyferry\",\"serial\":\"%s\"},\"keys\":[{"
                .formatted(token.identity().serial()))
        .contains(
            "{\"label\":\"payments\",\"ckaId\":\"0a0b\",\"kind\":\"an AES key of 32 bytes\",\"attributes\":{%s}}"
                .formatted(attributes))
        .contains("{\"label\":\"keyferry-agent\",")
        .endsWith("}]}\n");
  }

  @Test
  void wrongUsageExitsWith2() {
    assertThat(execute(opened())).isEqualTo(2);
    assertThat(execute(opened(), "fly")).isEqualTo(2);
    assertThat(execute(opened(), "run")).isEqualTo(2);
    assertThat(execute(opened(), "enrol", "--config", config, "--format", "der")).isEqualTo(2);
    assertThat(err.toString()).contains("Missing required", "fly", "--config", "der");
    assertThat(token.calls()).isEmpty();
  }

  @Test
  void wrongConfigurationExitsWith2AndReportsEveryViolation() throws IOException {
    ConfigFile.write(directory, ConfigFile.min(directory) + "agent: {port: x, concurrency: 0}\n");
    for (String command : new String[] {"run", "enrol", "keys"}) {
      err.getBuffer().setLength(0);
      assertThat(execute(opened(), command, "--config", config)).isEqualTo(2);
      assertThat(err.toString())
          .startsWith(config + " has 2 violations:")
          .contains("agent.port: ", "agent.concurrency: ")
          .doesNotContain("\tat ");
    }
    assertThat(token.calls()).isEmpty();
  }

  @Test
  void configurationThatIsNotUtf8IsReportedWithoutInternals() throws IOException {
    Path latin1 = Files.write(directory.resolve("latin1.yml"), new byte[] {'a', (byte) 0xFC});
    assertThat(execute(opened(), "run", "--config", latin1.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("expected UTF-8 text, found other bytes");
  }

  @Test
  void missingConfigurationExitsWith2() {
    assertThat(execute(opened(), "run", "--config", directory.resolve("none.yml").toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("none.yml").contains("found no such file");
  }

  @Test
  void unreachableHsmExitsWith3SoThatAnotherProcessTries() {
    for (String command : new String[] {"run", "enrol", "keys"}) {
      err.getBuffer().setLength(0);
      assertThat(execute(failing(Fault.HSM_LOST), command, "--config", config)).isEqualTo(3);
      assertThat(err).hasToString("C_Login: CKR_SOMETHING\n");
    }
  }

  @Test
  void refusedPinExitsWith2SoThatItIsNotRetried() {
    assertThat(execute(failing(Fault.PIN), "run", "--config", config)).isEqualTo(2);
    assertThat(err).hasToString("C_Login: CKR_SOMETHING\n");
    for (String command : new String[] {"run", "enrol", "keys"}) {
      err.getBuffer().setLength(0);
      assertThat(execute(failing(Fault.PIN), command, "--config", config)).isEqualTo(2);
      assertThat(err.toString()).startsWith("no login to token 'partition'");
    }
  }

  @Test
  void aPinLatchThatCannotBeReadOrWrittenExitsWith1AndSaysWhatToDo() throws IOException {
    Path latch = directory.resolve("audit/pin-latch.properties");
    Files.createDirectory(latch);
    for (String command : new String[] {"run", "enrol", "keys"}) {
      err.getBuffer().setLength(0);
      assertThat(execute(failing(Fault.PIN), command, "--config", config)).isEqualTo(1);
      assertThat(err.toString())
          .contains("the PIN latch " + latch, "free disk space", "read and write the file");
    }
    Files.createFile(latch.resolve("x"));
    assertThat(execute(opened(), "pin", "reset", "--config", config)).isEqualTo(1);
    Files.delete(latch.resolve("x"));
    Files.delete(latch);
    // What a full disk leaves in the way of the next state.
    Files.createDirectories(latch.resolveSibling("pin-latch.properties.new/x"));
    assertThat(execute(failing(Fault.PIN), "run", "--config", config)).isEqualTo(1);
  }

  @Test
  void runWithoutEnrolmentSaysSoAndLogsOut() throws Exception {
    token.unenrol();
    assertThat(execute(opened(), "run", "--config", config)).isEqualTo(1);
    assertThat(err.toString()).contains("'keyferry-agent'").contains("run keyferry-agent enrol");
    assertThat(token.calls()).last().isEqualTo("logout");
  }

  @Test
  void printsItsVersionAndHelp() {
    assertThat(execute(opened(), "--version")).isZero();
    assertThat(out.toString()).startsWith("keyferry-agent ");
    assertThat(execute(opened(), "--help")).isZero();
    assertThat(out.toString()).contains("run", "enrol", "keys", "wrap", "Exit codes:");
  }

  private TokenOpener opened() {
    return (section, guard) -> token;
  }

  private static TokenOpener failing(Fault fault) {
    return (section, guard) ->
        HsmFaults.login(guard, HsmFaults.of(fault, "C_Login: CKR_SOMETHING"));
  }

  private int execute(TokenOpener opener, String... args) {
    return AgentMain.execute(opener, new PrintWriter(out, true), new PrintWriter(err, true), args);
  }
}
