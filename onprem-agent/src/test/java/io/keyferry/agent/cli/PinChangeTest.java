package io.keyferry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.agent.config.AgentConfig.TokenSection;
import io.keyferry.agent.hsm.HsmConnections;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.hsm.UnopenedToken;
import io.keyferry.agent.hsm.recovery.HsmConnection;
import io.keyferry.agent.hsm.recovery.HsmState;
import io.keyferry.agent.hsm.testing.Await;
import io.keyferry.agent.hsm.token.Tokens;
import io.keyferry.agent.login.AuditedLogin;
import io.keyferry.agent.login.PinException;
import io.keyferry.agent.login.PinLatch;
import io.keyferry.agent.login.PinSource;
import io.keyferry.agent.login.TokenOpener;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.log.AuditLog;
import io.keyferry.evidence.log.AuditSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to the login attempts that a token counts. */
class PinChangeTest {

  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  @TempDir private Path folder;
  private UnopenedToken made;
  private Path pinFile;
  private Path config;
  private AuditSettings audit;
  private final AtomicInteger tries = new AtomicInteger();
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
  void wrongPinWith20RestartsMakesExactlyOneLoginEvenIfTheTokenDoesNotReportIt() throws Exception {
    made.faults().answer("C_Login", 0xA0).always();
    for (int i = 0; i < 20; i++) {
      assertThat(keys()).isEqualTo(2);
    }
    assertThat(made.faults().calls("C_Login")).isEqualTo(1);
    assertThat(err.toString())
        .contains("a refused PIN is not tried again", "keyferry-agent pin reset");
  }

  @Test
  void aResetLetsThePinBeTriedAgain() throws Exception {
    made.faults().answer("C_Login", 0xA0).once();
    assertThat(keys()).isEqualTo(2);
    assertThat(keys()).isEqualTo(2);
    assertThat(err.toString()).contains("a refused PIN is not tried again");
    assertThat(execute("pin", "reset", "--config", config.toString())).isZero();
    assertThat(out.toString()).contains("The refused PIN is cleared");

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
    try (AuditLog log = AuditLog.open(audit, Clock.systemUTC())) {
      Token first = AuditedLogin.open(opener, section, log, PinLatch.of(audit), "run");
      HsmConnection.Access access =
          new HsmConnection.Access() {
            @Override
            public Token open() throws HsmException {
              tries.incrementAndGet();
              try {
                return AuditedLogin.open(opener, section, log, PinLatch.of(audit), "run");
              } catch (PinException | AuditException e) {
                throw HsmException.latched(String.valueOf(e.getMessage()));
              }
            }

            @Override
            public void finalizeLibrary() throws HsmException {
              Tokens.finalizeLibrary(made.settings().library());
            }

            @Override
            public boolean hasStuckCall() {
              return Tokens.hasStuckCall(made.settings().library());
            }
          };
      ECPublicKey agentKey;
      try (TokenSession session = first.openSession()) {
        agentKey = session.agentKeys().findOrGenerate("keyferry-agent").publicKey();
      }
      try (HsmConnection hsm =
          HsmConnections.over(first, agentKey, access, InstantSource.fixed(NOW))) {
        list(hsm.token());
        made.faults().changePin("changed-pin");
        assertThatThrownBy(() -> list(hsm.token()))
            .isInstanceOfSatisfying(HsmException.class, hsm::examine);

        Await.until(() -> tries.get() >= 20, "twenty tries");
        assertThat(made.faults().calls("C_Login")).isEqualTo(2);
        assertThat(hsm.state().kind()).isEqualTo(HsmState.Kind.LOGIN_REFUSED);
        assertThat(hsm.state().unrecoverable(NOW.plus(Duration.ofHours(1)), Duration.ofMinutes(1)))
            .isEmpty();
      }
    }
  }

  private static void list(Token token) throws HsmException {
    try (TokenSession session = token.openSession()) {
      session.keys().list();
    }
  }
}
