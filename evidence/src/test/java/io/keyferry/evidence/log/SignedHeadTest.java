package io.keyferry.evidence.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.evidence.log.AuditFault.Kind;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.testing.EcSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the signatures are for. */
class SignedHeadTest {

  @TempDir Path temporary;

  private final EcSigner agent = EcSigner.create();
  private final EcSigner other = EcSigner.create();
  private Path directory = Path.of("");
  private Path headFile = Path.of("");

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = Files.createDirectory(temporary.resolve("audit"));
    headFile = directory.resolve("head.jws");
  }

  @Test
  void aHeadIsNeverCut() {
    assertThat(MessageType.AUDIT_HEAD.maxCharacters()).isLessThan(AuditLine.MAX_FACT);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void headSignedByAnotherKey(int round) throws Exception {
    EcSigner[] signers = {agent, agent, agent};
    signers[round] = other;
    SampleLog.write(directory, 3, signers);
    AuditFault fault = fault();
    assertThat(fault.kind()).isEqualTo(Kind.HEAD_NOT_OF_KEY);
    assertThat(fault.text())
        .startsWith(round == 2 ? "head.jws: " : "audit-00000")
        .contains(round == 2 ? "" : "(sequence " + (4 * round + 4) + ")")
        .contains(other.verificationKey().thumbprint().value());
  }

  @Test
  void logSignedAgainByAnotherKeyWithTheAgentsHeadFile() throws Exception {
    SampleLog.write(directory, 1, agent);
    Path forged = Files.createDirectory(temporary.resolve("forged"));
    SampleLog.write(forged, 1, other);
    Files.copy(headFile, forged.resolve("replaced.jws"));
    Files.move(
        forged.resolve("replaced.jws"),
        forged.resolve("head.jws"),
        StandardCopyOption.REPLACE_EXISTING);
    directory = forged;
    assertThat(fault().kind()).isEqualTo(Kind.HEAD_NOT_OF_KEY);
  }

  @Test
  void headFileOfAnotherLog() throws Exception {
    SampleLog.write(directory, 2, agent);
    Path another = Files.createDirectory(temporary.resolve("another"));
    try (AuditLog log = SampleLog.open(another, new TickingClock())) {
      for (int line = 1; line <= 5; line++) {
        log.append(SampleLog.entry(100 + line));
      }
      log.signHead(agent);
    }
    Files.writeString(headFile, Files.readString(another.resolve("head.jws")));
    AuditFault fault = fault();
    assertThat(fault.kind()).isEqualTo(Kind.REWRITTEN);
    assertThat(fault.sequence()).isEqualTo(5);
  }

  @Test
  void headFileRemoved() throws Exception {
    SampleLog.write(directory, 2, agent);
    Files.delete(headFile);
    assertThat(fault().kind()).isEqualTo(Kind.HEAD_FILE_MISSING);
  }

  @Test
  void everySignedHeadRemovedAndTheRestChainedAgain() throws Exception {
    SampleLog.write(directory, 2, agent);
    new Attacker(directory).removeSignedHeads().chainAgain().write();
    Files.delete(headFile);
    assertThat(fault().kind()).isEqualTo(Kind.NOTHING_SIGNED);
  }

  @Test
  void emptyDirectory() throws IOException {
    assertThat(fault().kind()).isEqualTo(Kind.FILE_MISSING);
  }

  @Test
  void everyFileRemovedButTheHeadFile() throws Exception {
    SampleLog.write(directory, 2, agent);
    new Attacker(directory).cutAfter(0).write();
    AuditFault fault = fault();
    assertThat(fault.kind()).isEqualTo(Kind.TRUNCATED);
    assertThat(fault.sentence()).contains("found no file");
  }

  @Test
  void signedHeadBeforeAnyLine() throws Exception {
    SampleLog.write(directory, 1, agent);
    new Attacker(directory).remove(1).remove(1).remove(1).chainAgain().write();
    AuditFault fault = fault();
    assertThat(fault.kind()).isEqualTo(Kind.LINE_ADDED);
    assertThat(fault.sentence()).contains("a signed head before any line");
  }

  /** An agent that writes meanwhile may sign a head after the head file was read. */
  @Test
  void linesMayHaveANewerHeadThanTheHeadFile() throws Exception {
    SampleLog.write(directory, 3, agent);
    Files.writeString(
        headFile, String.valueOf(new Attacker(directory).line(4).read().facts().get("head")));
    assertThat(holds().unsignedLines()).isEqualTo(1);
  }

  /** As after a crash between the two. */
  @Test
  void theHeadFileMayHaveANewerHeadThanTheLines() throws Exception {
    SampleLog.write(directory, 3, agent);
    new Attacker(directory).cutAfter(11).write();
    assertThat(holds().unsignedLines()).isZero();
  }

  /** The limit that docs/audit-log.md describes: only a head kept elsewhere can show this. */
  @Test
  void logCutBackToAnEarlierSignedHeadTogetherWithTheHeadFileIsNotFound() throws Exception {
    SampleLog.write(directory, 3, agent);
    Attacker attacker = new Attacker(directory);
    Map<String, String> facts = attacker.line(8).read().facts();
    attacker.cutAfter(8).write();
    assertThat(fault().kind()).isEqualTo(Kind.TRUNCATED);
    Files.writeString(headFile, String.valueOf(facts.get("head")));
    assertThat(verdict()).isInstanceOf(AuditVerdict.Holds.class);
  }

  private AuditVerdict.Holds holds() throws IOException {
    assertThat(verdict()).isInstanceOf(AuditVerdict.Holds.class);
    return (AuditVerdict.Holds) verdict();
  }

  private AuditVerdict verdict() throws IOException {
    return AuditVerifier.verify(directory, agent.verificationKey());
  }

  private AuditFault fault() throws IOException {
    return ((AuditVerdict.Broken) verdict()).fault();
  }
}
