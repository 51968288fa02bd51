package io.keyferry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.agent.audit.AuditException;
import io.keyferry.agent.audit.AuditLog;
import io.keyferry.agent.audit.AuditSettings;
import io.keyferry.agent.cli.AgentConfig.TokenSection;
import io.keyferry.agent.hsm.Backoff;
import io.keyferry.agent.hsm.HealingToken;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmStatus;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.hsm.UnopenedToken;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the tries that a token counts. */
class PinChangeTest {

  @TempDir private Path folder;
  private UnopenedToken made;
  private Path pinFile;
  private Path config;
  private AuditSettings audit;
  private Instant now = Instant.parse("2026-11-26T12:00:00Z");
  private final StringWriter err = new StringWriter();
  private final StringWriter out = new StringWriter();

  @BeforeEach
  void make() throws Exception {
    made = new UnopenedToken(folder);
    audit = new AuditSettings(Files.createDirectory(folder.resolve("audit")), 1 << 20);
    pinFile = folder.resolve("pin");
    putPin(made.pinText());
    config =
        Files.writeString(
            folder.resolve("agent.yml"),
            """
            token:
              library: "%s"
              label: keyferry
              pin-file: pin
              library-parameters: "%s"
            audit:
              directory: audit
            """
                .formatted(
                    made.settings().library(),
                    made.settings().libraryParameters().orElseThrow().replace("\"", "\\\"")));
  }

  @AfterEach
  void close() throws Exception {
    made.close();
  }

  private void putPin(String pin) throws Exception {
    Files.deleteIfExists(pinFile);
    Files.createFile(
        pinFile,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(pinFile, pin);
  }

  private int execute(String... words) {
    err.getBuffer().setLength(0);
    return AgentMain.execute(
        TokenOpener.withPinOf(new PinSource(Map.of(), Optional.empty())),
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        words);
  }

  private int keys() {
    return execute("keys", "--config", config.toString());
  }

  @Test
  void aWrongPinWith20RestartsMakesExactlyOneLogin() throws Exception {
    putPin("wrong-pin");
    for (int i = 0; i < 20; i++) {
      assertThat(keys()).isEqualTo(2);
    }
    assertThat(made.faults().calls("C_Login")).isEqualTo(1);
    assertThat(err.toString()).contains("CKF_USER_PIN_COUNT_LOW");
  }

  @Test
  void aWrongPinWith20RestartsMakesExactlyOneLoginEvenIfTheTokenDoesNotTellOfIt() throws Exception {
    made.faults().answer("C_Login", 0xA0).always();
    for (int i = 0; i < 20; i++) {
      assertThat(keys()).isEqualTo(2);
    }
    assertThat(made.faults().calls("C_Login")).isEqualTo(1);
    assertThat(err.toString()).contains("it is not tried twice", "keyferry-agent pin reset");
  }

  @Test
  void aResetLetsThePinBeTriedAgain() throws Exception {
    made.faults().answer("C_Login", 0xA0).once();
    assertThat(keys()).isEqualTo(2);
    assertThat(keys()).isEqualTo(2);
    assertThat(err.toString()).contains("it is not tried twice");
    assertThat(execute("pin", "reset", "--config", config.toString())).isZero();
    assertThat(out.toString()).contains("The refused PIN is forgotten");

    assertThat(keys()).isZero();
    assertThat(Files.readString(audit.directory().resolve("audit-000001.jsonl")))
        .contains("PIN_RESET");
  }

  @Test
  void aPasswordChangedOnTheHsmWhileTheAgentRunsDoesNotLockThePartition() throws Exception {
    TokenSection section =
        new TokenSection(
            made.settings(), Optional.of(pinFile), KeyTemplate.LUNA_GUIDE, Duration.ofMinutes(10));
    TokenOpener opener = TokenOpener.withPinOf(new PinSource(Map.of(), Optional.empty()));
    HsmStatus status = new HsmStatus();
    try (AuditLog log = AuditLog.open(audit, Clock.systemUTC())) {
      Token first = AuditedLogin.open(opener, section, log, PinLatch.of(audit), "run");
      HealingToken.Opening again =
          () -> {
            try {
              return AuditedLogin.open(opener, section, log, PinLatch.of(audit), "run");
            } catch (PinException | AuditException e) {
              throw HsmException.latched(String.valueOf(e.getMessage()));
            }
          };
      try (HealingToken token =
          new HealingToken(
              first,
              made.settings().library(),
              again,
              new Backoff(Duration.ofMillis(2), Duration.ofMillis(2), new Random(1)),
              status,
              () -> now)) {
        list(token);
        made.faults().changePin("changed-pin");

        for (int i = 0; i < 20; i++) {
          assertThatThrownBy(() -> list(token)).isInstanceOf(HsmException.class);
          now = now.plus(Duration.ofMinutes(1));
        }
        assertThat(made.faults().calls("C_Login")).isEqualTo(2);
        assertThat(status.away().orElseThrow().fault()).isEqualTo(HsmException.Fault.PIN);
        assertThat(status.hopeless(now, Duration.ofMinutes(1))).isEmpty();
      }
    }
  }

  private static void list(Token token) throws HsmException {
    try (TokenSession session = token.openSession()) {
      session.list();
    }
  }
}
