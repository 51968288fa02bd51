package io.keyferry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.login.TokenOpener;
import io.keyferry.evidence.log.AuditEntry;
import io.keyferry.evidence.log.AuditLog;
import io.keyferry.evidence.log.AuditSettings;
import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.testing.EcSigner;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditVerifyCommandTest {

  @TempDir Path temporary;

  private final EcSigner agent = EcSigner.create();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path directory = Path.of("");
  private Path key = Path.of("");

  @BeforeEach
  void writeLog() throws Exception {
    directory = Files.createDirectory(temporary.resolve("audit"));
    key = Files.writeString(temporary.resolve("agent.pem"), agent.verificationKey().pem());
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-23T09:30:00Z"));
    try (AuditLog log = AuditLog.open(new AuditSettings(directory, 1 << 20), clock)) {
      log.append(AuditEntry.of(AuditEvent.STARTED, Map.of("version", "1.0.0")));
      log.append(AuditEntry.of(AuditEvent.LOGIN, Map.of("label", "partition")));
      log.signHead(agent);
      log.append(AuditEntry.of(AuditEvent.STOPPED, Map.of()));
    }
  }

  @Test
  void validLogExitsWith0AndReportsHowFarItIsSigned() {
    assertThat(verify()).isZero();
    assertThat(out)
        .hasToString(
            """
            the audit log holds
            files           1
            lines           4
            signed heads    1
            last line       sequence 4, 2026-11-23T09:30:00.000Z
            signed up to    sequence 2
            unsigned lines  2: anyone who can write to the directory can change or remove them unnoticed
            """);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aChangedLineExitsWith1AndOneSentenceThatNamesIt() throws IOException {
    changeALine();
    assertThat(verify()).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("audit-000001.jsonl, line 2 (sequence 2): changed after it was written: ")
        .containsOnlyOnce("\n");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void printsJson() throws IOException {
    assertThat(verify("--json")).isZero();
    assertThat(out)
        .hasToString(
            """
            {"holds":true,"files":1,"lines":4,"signedHeads":1,"lastSequence":4,\
            "lastAt":"2026-11-23T09:30:00.000Z","signedSequence":2,"unsignedLines":2}
            """);
    out.getBuffer().setLength(0);
    changeALine();
    assertThat(verify("--json")).isEqualTo(1);
    assertThat(out.toString())
        .startsWith(
            """
            {"holds":false,"fault":{"kind":"LINE_CHANGED","file":"audit-000001.jsonl","line":2,"sequence":2,\
            "sentence":"changed after it was written: \
            """);
  }

  @Test
  void anotherKeyExitsWith1() throws IOException {
    Files.writeString(key, EcSigner.create().verificationKey().pem());
    assertThat(verify()).isEqualTo(1);
    assertThat(err.toString()).startsWith("head.jws: expected the signer ");
  }

  @Test
  void directoryAboveTheLogExitsWith1AndNamesTheSettingOfTheRightOne() {
    assertThat(execute("audit", "verify", temporary.toString(), "--key", key.toString()))
        .isEqualTo(1);
    assertThat(err.toString())
        .startsWith("audit-000001.jsonl: expected the files of an audit log, found none in this")
        .contains("audit.directory in agent.yml");
  }

  @Test
  void whatCannotBeReadExitsWith2() throws IOException {
    assertThat(execute("audit", "verify", directory.toString())).isEqualTo(2);
    assertThat(execute("audit", "verify", "--key", key.toString())).isEqualTo(2);
    assertThat(execute("audit")).isEqualTo(2);
    Path none = temporary.resolve("none");
    assertThat(execute("audit", "verify", none.toString(), "--key", key.toString())).isEqualTo(2);
    assertThat(execute("audit", "verify", directory.toString(), "--key", none.toString()))
        .isEqualTo(2);
    Files.writeString(key, "no key");
    assertThat(verify()).isEqualTo(2);
    assertThat(err.toString())
        .contains("--key", "DIR")
        .contains("expected the directory of an audit log, found no such file: " + none)
        .contains("expected an EC P-256 public key as PEM (-----BEGIN PUBLIC KEY-----), found ")
        .contains("found 6 bytes, not PEM");
    assertThat(out.toString()).isEmpty();
  }

  private void changeALine() throws IOException {
    Path file = directory.resolve("audit-000001.jsonl");
    Files.writeString(file, Files.readString(file).replace("partition", "somewhere"));
  }

  private int verify(String... more) {
    String[] args = {"audit", "verify", directory.toString(), "--key", key.toString()};
    String[] all = new String[args.length + more.length];
    System.arraycopy(args, 0, all, 0, args.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return execute(all);
  }

  private int execute(String... args) {
    TokenOpener none =
        (section, guard) -> {
          throw new AssertionError("no token is needed");
        };
    return AgentMain.execute(none, new PrintWriter(out, true), new PrintWriter(err, true), args);
  }
}
