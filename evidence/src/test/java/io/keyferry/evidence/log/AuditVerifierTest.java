package io.keyferry.evidence.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.keyferry.evidence.log.AuditFault.Kind;
import io.keyferry.model.testing.EcSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sixteen lines, of which 4, 8, 12 and 16 are signed heads, in several files. */
class AuditVerifierTest {

  private static final int LAST = 16;
  private static final Map<String, String> FORGED = Map.of("message", "forged");

  @TempDir Path directory;

  private final EcSigner agent = EcSigner.create();
  private AuditFiles files = new AuditFiles(Path.of(""));

  @BeforeEach
  void writeLog() throws Exception {
    files = new AuditFiles(directory);
    assertThat(SampleLog.write(directory, 4, agent)).isEqualTo(LAST);
    assertThat(files.numbers()).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void aLogAsItWasWrittenHolds() throws IOException {
    assertThat(verdict())
        .isEqualTo(
            new AuditVerdict.Holds(
                files.numbers().size(),
                LAST,
                4,
                LAST,
                new Attacker(directory).line(LAST).read().at(),
                LAST - 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 14, 15})
  void auditLineChanged(int sequence) throws IOException {
    Attacker.Line line = attacker().line(sequence);
    Map<String, String> facts =
        sequence == 8 ? Map.of("head", line.read().facts().get("head"), "more", "forged") : FORGED;
    attacker().change(sequence, facts).write();
    assertFault(Kind.LINE_CHANGED, sequence);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 15})
  void auditLineRemoved(int sequence) throws IOException {
    attacker().remove(sequence).write();
    AuditFault fault = assertFault(Kind.LINE_MISSING, sequence + 1);
    assertThat(fault.sentence()).contains("expected sequence " + sequence);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 14, 15})
  void auditLinesSwapped(int sequence) throws IOException {
    attacker().swapWithNext(sequence).write();
    AuditFault fault = assertFault(Kind.LINES_REORDERED, sequence + 1);
    assertThat(fault.sentence()).contains("expected sequence " + sequence);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 5", "7, 7", "3, 7", "14, 15", "9, 5"})
  void auditLineRepeated(int sequence, int after) throws IOException {
    Attacker attacker = attacker();
    attacker.insertAfter(after, attacker.line(sequence)).write();
    assertFault(Kind.LINE_ADDED, sequence);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 14})
  void auditLineAddedWithACorrectHash(int sequence) throws IOException {
    Attacker forger = attacker();
    String forged = forger.change(sequence, FORGED).line(sequence).text();
    Attacker attacker = attacker();
    Attacker.Line line = new Attacker.Line(attacker.line(sequence).file(), forged);
    attacker.insertAfter(sequence - 1, line).write();
    AuditFault fault = assertFault(Kind.LINE_ADDED, sequence);
    assertThat(Files.readAllLines(directory.resolve(fault.file())).get((int) fault.line() - 1))
        .isEqualTo(forged);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 14})
  void forgedLineAfterTheTrueOne(int sequence) throws IOException {
    String forged = attacker().change(sequence, FORGED).line(sequence).text();
    Attacker attacker = attacker();
    Attacker.Line line = new Attacker.Line(attacker.line(sequence).file(), forged);
    attacker.insertAfter(sequence, line).write();
    AuditFault fault = assertFault(Kind.LINE_ADDED, sequence);
    assertThat(Files.readAllLines(directory.resolve(fault.file())).get((int) fault.line() - 1))
        .isEqualTo(forged);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7, LAST})
  void forgedLineWithTheNextNumberAndAnotherHash(int sequence) throws IOException {
    Attacker attacker = attacker();
    Attacker.Line line = attacker.line(sequence);
    String forged = line.text().replace(line.read().previous().hex(), "f".repeat(64));
    attacker.insertAfter(sequence - 1, new Attacker.Line(line.file(), forged)).write();
    AuditFault fault = assertFault(Kind.LINE_ADDED, sequence);
    assertThat(Files.readAllLines(directory.resolve(fault.file())).get((int) fault.line() - 1))
        .isEqualTo(forged);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7, 15})
  void hashOfTheLineBeforeChanged(int sequence) throws IOException {
    Path file = files.path(attacker().line(sequence).file());
    String previous = attacker().line(sequence).read().previous().hex();
    String other = "\"previous\":\"" + "f".repeat(64);
    Files.writeString(file, Files.readString(file).replace("\"previous\":\"" + previous, other));
    assertFault(Kind.LINE_CHANGED, sequence);
  }

  @Test
  void numberOfALineChanged() throws IOException {
    Path file = files.path(attacker().line(7).file());
    Files.writeString(file, Files.readString(file).replace("\"sequence\":7,", "\"sequence\":9,"));
    AuditFault fault = assertFault(Kind.LINE_CHANGED, 9);
    assertThat(fault.sentence()).contains("expected sequence 7 after the line before, found 9");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 15})
  void textAdded(int sequence) throws IOException {
    Attacker attacker = attacker();
    int file = attacker.line(sequence).file();
    attacker.insertAfter(sequence - 1, new Attacker.Line(file, "all is well")).write();
    assertFault(Kind.LINE_ADDED, 0);
  }

  @ParameterizedTest
  @CsvSource({"1, 3", "2, 3", "6, 7", "15, 15"})
  void lineForgedWithACorrectHash(int sequence, int signed) throws IOException {
    attacker().change(sequence, FORGED).chainAgain().write();
    AuditFault fault = assertFault(Kind.REWRITTEN, signed);
    assertThat(fault.sentence()).contains("changed after it was signed");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6, 13})
  void lineRemovedAndTheRestChainedAgain(int sequence) throws IOException {
    attacker().remove(sequence).chainAgain().write();
    assertThat(fault().kind()).isEqualTo(Kind.REWRITTEN);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 12, 14})
  void auditLogTruncated(int left) throws IOException {
    attacker().cutAfter(left).write();
    AuditFault fault = assertFault(Kind.TRUNCATED, left);
    assertThat(left == 0 || fault.sentence().contains("expected line 15")).isTrue();
  }

  @Test
  void lastLineChangedIsNotFoundAndReportedAsUnsigned() throws Exception {
    try (AuditLog log = SampleLog.open(directory, new TickingClock())) {
      log.append(SampleLog.entry(17));
    }
    attacker().change(LAST + 1, FORGED).write();
    assertThat(verdict())
        .asInstanceOf(type(AuditVerdict.Holds.class))
        .returns(2L, AuditVerdict.Holds::unsignedLines)
        .returns(LAST + 1L, AuditVerdict.Holds::lastSequence);
  }

  @Test
  void previousOfTheLastLineChangedIsNotBlamedOnTheSignedLineBeforeIt() throws IOException {
    Path last = files.path(files.numbers().getLast());
    String previous = attacker().line(LAST).read().previous().hex();
    String other = (previous.startsWith("0") ? "1" : "0") + previous.substring(1);
    Files.writeString(last, Files.readString(last).replace(previous, other));
    AuditFault fault = assertFault(Kind.LINE_CHANGED, LAST);
    assertThat(fault.sentence())
        .contains("expected the SHA-256 of the line before, " + previous)
        .endsWith("found " + other);
  }

  private Attacker attacker() throws IOException {
    return new Attacker(directory);
  }

  private AuditVerdict verdict() throws IOException {
    return AuditVerifier.verify(directory, agent.verificationKey());
  }

  private AuditFault fault() throws IOException {
    return ((AuditVerdict.Broken) verdict()).fault();
  }

  private AuditFault assertFault(Kind kind, int sequence) throws IOException {
    AuditFault fault = fault();
    assertThat(fault.kind()).as(fault.text()).isEqualTo(kind);
    assertThat(fault.sequence()).as(fault.text()).isEqualTo(sequence);
    return fault;
  }
}
