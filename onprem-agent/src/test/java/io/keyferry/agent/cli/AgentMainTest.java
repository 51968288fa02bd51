package io.keyferry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmFaults;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.job.MemoryToken;
import io.keyferry.model.CkaId;
import io.keyferry.model.KeySpec;
import io.keyferry.model.VerificationKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentMainTest {

  @TempDir Path directory;

  private final MemoryToken token = new MemoryToken();
  private final VerificationKey agent = token.agent().verificationKey();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String config = "";

  @BeforeEach
  void writeConfig() throws IOException {
    config = ConfigFile.write(directory, ConfigFile.least(directory)).toString();
  }

  @Test
  void enrolPrintsPemThenJwkThenThumbprint() {
    token.unenrol();
    assertThat(execute(opened(), "enrol", "--config", config)).isZero();
    assertThat(out).hasToString(agent.pem() + agent.jwk() + "\n" + agent.thumbprint() + "\n");
    assertThat(token.calls())
        .containsExactly("openSession", "findOrGenerateAgentKey", "sign", "closeSession", "logout");
  }

  @Test
  void enrolPrintsOneFormatOnly() {
    assertThat(execute(opened(), "enrol", "--config", config, "--format", "pem")).isZero();
    assertThat(out).hasToString(agent.pem());
    out.getBuffer().setLength(0);
    assertThat(execute(opened(), "enrol", "--config", config, "--format", "jwk")).isZero();
    assertThat(out).hasToString(agent.jwk() + "\n");
  }

  @Test
  void keysListsTheTokensKeysAndChangesNothing() throws Exception {
    try (TokenSession session = token.openSession()) {
      session.generate(
          KeySpec.SYMMETRIC_DEFAULT, new CkaId("0a0b"), "payments", KeyTemplate.LUNA_GUIDE);
    }
    int before = token.calls().size();

    assertThat(execute(opened(), "keys", "--config", config)).isZero();

    assertThat(out.toString())
        .contains("token 'memory', serial 4711: 1 keys")
        .contains("payments", "0a0b", "an AES key of 32 bytes", "a1b2c3 (AES_ECB)")
        .containsPattern("true +CKA_EXTRACTABLE CKA_SENSITIVE")
        .containsPattern("false +CKA_SIGN");
    assertThat(token.calls().subList(before, token.calls().size()))
        .containsExactly("openSession", "list", "findAgentKey", "closeSession", "logout");
  }

  @Test
  void keysPrintsJson() throws Exception {
    try (TokenSession session = token.openSession()) {
      session.generate(
          KeySpec.SYMMETRIC_DEFAULT, new CkaId("0a0b"), "payments", KeyTemplate.LUNA_GUIDE);
    }
    assertThat(execute(opened(), "keys", "--json", "--config", config)).isZero();
    assertThat(out)
        .hasToString(
            """
            {"token":{"label":"memory","serial":"4711"},"keys":[{"label":"payments","ckaId":"0a0b","kind":"an AES key of 32 bytes",\
            "keyCheckValue":{"method":"AES_ECB","value":"a1b2c3"},\
            "attributes":{"CKA_EXTRACTABLE":true,"CKA_SENSITIVE":true,"CKA_SIGN":false}}]}
            """);
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
  void wrongConfigurationExitsWith2AndTellsEveryFault() throws IOException {
    ConfigFile.write(directory, ConfigFile.least(directory) + "agent: {port: x, concurrency: 0}\n");
    for (String command : new String[] {"run", "enrol", "keys"}) {
      err.getBuffer().setLength(0);
      assertThat(execute(opened(), command, "--config", config)).isEqualTo(2);
      assertThat(err.toString())
          .startsWith(config + " has 2 faults:")
          .contains("agent.port: ", "agent.concurrency: ")
          .doesNotContain("\tat ");
    }
    assertThat(token.calls()).isEmpty();
  }

  @Test
  void aConfigurationThatIsNotUtf8IsToldWithoutInternals() throws IOException {
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
  void anHsmThatIsAwayExitsWith3SoThatAnotherProcessTries() {
    for (String command : new String[] {"run", "enrol", "keys"}) {
      err.getBuffer().setLength(0);
      assertThat(execute(failing(Fault.HSM_LOST), command, "--config", config)).isEqualTo(3);
      assertThat(err).hasToString("C_Login: CKR_SOMETHING\n");
    }
  }

  @Test
  void aPinThatIsRefusedExitsWith2SoThatNobodyTriesItAgain() {
    assertThat(execute(failing(Fault.PIN), "run", "--config", config)).isEqualTo(2);
    assertThat(err).hasToString("C_Login: CKR_SOMETHING\n");
    for (String command : new String[] {"run", "enrol", "keys"}) {
      err.getBuffer().setLength(0);
      assertThat(execute(failing(Fault.PIN), command, "--config", config)).isEqualTo(2);
      assertThat(err.toString()).startsWith("no login to token 'memory'");
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
          .contains("the PIN latch " + latch, "make room there", "read and write the file");
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
  void runWithoutEnrolmentSaysSoAndLogsOut() {
    token.unenrol();
    assertThat(execute(opened(), "run", "--config", config)).isEqualTo(1);
    assertThat(err.toString()).contains("'keyferry-agent'").contains("run keyferry-agent enrol");
    assertThat(token.calls()).last().isEqualTo("logout");
  }

  @Test
  void tellsItsVersionAndHelp() {
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
