package io.keyferry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.config.AgentConfig.TokenSection;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmFaults;
import io.keyferry.agent.hsm.LoginGuard;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.process.EffectiveUser;
import io.keyferry.agent.process.ProcessUser;
import io.keyferry.agent.systemd.testing.SystemTemp;
import io.keyferry.model.testing.DocumentExamples;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another user than the agent's can do to the agent's files. */
@Timeout(60)
class AgentUserTest {

  @TempDir(factory = SystemTemp.class)
  private Path folder;

  private final AtomicInteger openings = new AtomicInteger();
  private final StringWriter err = new StringWriter();
  private final StringWriter out = new StringWriter();
  private Path audit;
  private String owner;
  private Path config;

  /** An audit directory of another user: for root nobody's, otherwise root's. */
  @BeforeEach
  void make() throws IOException {
    String yaml = ConfigFile.min(folder);
    config = ConfigFile.write(folder, yaml);
    audit = folder.resolve("audit");
    if (ProcessUser.id() == 0) {
      Files.setAttribute(audit, "unix:uid", EffectiveUser.NOBODY);
      owner = Files.getOwner(audit).getName();
    } else {
      owner = "root";
      config =
          ConfigFile.write(
              folder, yaml.replaceAll("(?s)audit:\n  directory: [^\n]*", "audit:\n  directory: /"));
    }
  }

  private Token refuse(TokenSection section, LoginGuard guard) throws HsmException {
    openings.incrementAndGet();
    throw HsmFaults.of(HsmException.Fault.REFUSED, "there is no token");
  }

  private int execute(String... words) {
    return AgentMain.execute(
        this::refuse, new PrintWriter(out, true), new PrintWriter(err, true), words);
  }

  @Test
  void theRefusalIsAsTheDocumentShows() {
    String shown =
        DocumentExamples.block("text wrong-user")
            .text()
            .replace("'keyferry'", "'" + owner + "'")
            .replace("-u keyferry", "-u " + owner)
            .replace("/var/lib/keyferry/audit", owner.equals("root") ? "/" : audit.toString())
            .replace("'root'", "'" + System.getProperty("user.name") + "'")
            .replace("/etc/keyferry/agent.yml", config.toString());

    assertThat(execute("enrol", "--config", config.toString())).isEqualTo(2);

    assertThat(err).hasToString(shown + System.lineSeparator());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"run", "enrol", "keys", "keys destroy --cka-id 0a", "doctor", "pin reset"})
  void rootIsRefusedBeforeAnythingIsWrittenOrTried(String command) throws IOException {
    String line = command + " --config " + config;

    assertThat(execute(line.split(" "))).isEqualTo(2);

    assertThat(err.toString())
        .contains("who owns " + (owner.equals("root") ? "/" : audit))
        .endsWith(": run sudo -u %s keyferry-agent %s%n".formatted(owner, line));
    assertThat(out.toString()).isEmpty();
    assertThat(openings).hasValue(0);
    assertThat(audit).isEmptyDirectory();
  }

  @Test
  void rootIsRefusedToWrapByHand() throws IOException {
    Path key = Files.writeString(folder.resolve("key.der"), "");
    assertThat(
            execute(
                "wrap",
                "--config",
                config.toString(),
                "--wrapping-key",
                key.toString(),
                "--generate",
                "--out",
                folder.resolve("out").toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("run sudo -u " + owner + " keyferry-agent wrap");
    assertThat(audit).isEmptyDirectory();
  }

  @Test
  void rootMayVerifyTheLog() throws IOException {
    Path key = Files.writeString(folder.resolve("agent.pem"), ConfigFile.PEM);
    execute("audit", "verify", audit.toString(), "--key", key.toString());
    assertThat(err.toString()).doesNotContain("sudo");
  }

  @Test
  void userWithoutAccessToTheLogLearnsWhoHasIt() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path key = Files.writeString(folder.resolve("agent.pem"), ConfigFile.PEM);
    Path state = Files.createDirectory(folder.resolve("state"));
    Path log = Files.createDirectory(state.resolve("audit"));
    execute("audit", "verify", log.toString(), "--key", key.toString());
    err.getBuffer().setLength(0);
    Files.setPosixFilePermissions(
        state, PosixFilePermissions.fromString(ProcessUser.id() == 0 ? "rwx------" : "---------"));

    int status;
    try (EffectiveUser _ = EffectiveUser.withoutRights()) {
      status = execute("audit", "verify", log.toString(), "--key", key.toString());
    }

    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx------"));
    assertThat(status).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            ProcessUser.id() == 0
                ? "sudo -u root keyferry-agent audit verify"
                : "permission denied");
  }
}
