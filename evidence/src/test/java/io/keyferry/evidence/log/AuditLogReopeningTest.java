package io.keyferry.evidence.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.value.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a crash or a person has left at the end of a log. */
class AuditLogReopeningTest {

  @TempDir Path temporary;

  private final EcSigner agent = EcSigner.create();
  private Path directory = Path.of("");
  private Path first = Path.of("");

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = Files.createDirectory(temporary.resolve("audit"));
    first = directory.resolve("audit-000001.jsonl");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 100000})
  void aTornLastLineIsCutOffAndRecorded(int bytes) throws Exception {
    SampleLog.write(directory, 1, agent);
    byte[] torn =
        "{\"sequence\":5".repeat(bytes).substring(0, bytes).getBytes(StandardCharsets.US_ASCII);
    Path last = new AuditFiles(directory).path(new AuditFiles(directory).numbers().getLast());
    Files.write(last, torn, StandardOpenOption.APPEND);
    try (AuditLog log = open()) {
      log.append(SampleLog.entry(6));
      log.signHead(agent);
    }
    assertRecordedAt(5, torn);
    assertThat(holds().lastSequence()).isEqualTo(7);
  }

  @Test
  void aFileThatACrashLeftWithHalfOfItsFirstLineIsContinued() throws Exception {
    SampleLog.write(directory, 2, agent);
    byte[] torn = {'{'};
    int next = new AuditFiles(directory).numbers().getLast() + 1;
    Files.write(new AuditFiles(directory).path(next), torn);
    try (AuditLog log = open()) {
      log.signHead(agent);
    }
    assertRecordedAt(9, torn);
    assertThat(holds().files()).isEqualTo(next);
  }

  @Test
  void halfTheFirstLineEver() throws Exception {
    byte[] torn = {'{', '"'};
    Files.write(first, torn);
    try (AuditLog log = open()) {
      log.signHead(agent);
    }
    assertRecordedAt(1, torn);
    assertThat(holds().lines()).isEqualTo(2);
  }

  @Test
  void aTornLineThatAnotherProcessLeavesIsCutOffByTheNextLine() throws Exception {
    byte[] torn = {'x', 'y'};
    try (AuditLog log = open()) {
      log.append(SampleLog.entry(1));
      Files.write(first, torn, StandardOpenOption.APPEND);
      log.append(SampleLog.entry(2));
      log.signHead(agent);
    }
    assertRecordedAt(2, torn);
    assertThat(holds().lines()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"all is well\n", "\n", "{\"sequence\":5}\n"})
  void anInvalidLastLineRefusesToOpen(String added) throws Exception {
    SampleLog.write(directory, 1, agent);
    Files.writeString(first, added, StandardOpenOption.APPEND);
    assertRefused()
        .withMessageContaining("expected %s to end with a line of an audit log, found: ", first)
        .withMessageContaining("move it aside");
  }

  @Test
  void anEmptyFirstLineRefusesToOpen() throws Exception {
    Files.writeString(first, "\n");
    assertRefused().withMessageContaining("expected %s to end with a line", first);
  }

  @Test
  void signedLinesCutOffRefuseToOpenSoThatTheyAreNotSignedOver() throws Exception {
    SampleLog.write(directory, 3, agent);
    new Attacker(directory).cutAfter(10).write();
    assertRefused()
        .withMessageContaining("expected line 11 of the audit log")
        .withMessageContaining("the log's end at line 10: lines were cut off");
  }

  @Test
  void aLogThatEndsWithTheSignedLineIsContinued() throws Exception {
    SampleLog.write(directory, 3, agent);
    new Attacker(directory).cutAfter(11).write();
    try (AuditLog log = open()) {
      log.signHead(agent);
    }
    assertThat(holds().lines()).isEqualTo(12);
  }

  @Test
  void aFileReplacedByACopyIsReopened() throws Exception {
    try (AuditLog log = open()) {
      log.append(SampleLog.entry(1));
      Path copy = Files.copy(first, temporary.resolve("copy"));
      Files.move(copy, first, StandardCopyOption.REPLACE_EXISTING);
      log.append(SampleLog.entry(2));
      log.signHead(agent);
    }
    assertThat(holds().lines()).isEqualTo(3);
  }

  @Test
  void anInvalidHeadFileRefusesToOpen() throws Exception {
    SampleLog.write(directory, 1, agent);
    for (String content : List.of("", "a.b", "a.*.c", "a.e30.c")) {
      Files.writeString(directory.resolve("head.jws"), content);
      assertRefused().withMessageContaining("head.jws to be the last signed head");
    }
  }

  private void assertRecordedAt(int sequence, byte[] torn) throws IOException {
    AuditLine line = new Attacker(directory).line(sequence).read();
    assertThat(line.event()).isEqualTo(AuditEvent.TAIL_REPAIRED);
    assertThat(line.facts())
        .containsEntry("bytes", Integer.toString(torn.length))
        .containsEntry("sha256", Sha256.of(torn).hex());
  }

  private AuditVerdict.Holds holds() throws IOException {
    AuditVerdict verdict = AuditVerifier.verify(directory, agent.verificationKey());
    assertThat(verdict).asInstanceOf(type(AuditVerdict.Holds.class)).isNotNull();
    return (AuditVerdict.Holds) verdict;
  }

  private ThrowableAssertAlternative<AuditException> assertRefused() {
    return assertThatExceptionOfType(AuditException.class).isThrownBy(() -> open().close());
  }

  private AuditLog open() throws AuditException {
    return SampleLog.open(directory, new TickingClock());
  }
}
