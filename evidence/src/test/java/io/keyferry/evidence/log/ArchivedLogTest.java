package io.keyferry.evidence.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.evidence.log.AuditFault.Kind;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.testing.EcSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log whose oldest files were moved to an archive. */
class ArchivedLogTest {

  @TempDir private Path folder;
  private final EcSigner agent = EcSigner.create();
  private Path archive;
  private Path log;
  private int last;

  @BeforeEach
  void write() throws Exception {
    archive = Files.createDirectory(folder.resolve("archive"));
    log = Files.createDirectory(folder.resolve("log"));
    last = SampleLog.write(log, 10, agent);
    for (String name : List.of("audit-000001.jsonl", "audit-000002.jsonl")) {
      Files.move(log.resolve(name), archive.resolve(name));
    }
    assertThat(new AuditFiles(log).numbers()).hasSizeGreaterThan(1).doesNotContain(1, 2);
  }

  private AuditVerdict verify(Path... directories) throws IOException {
    return AuditVerifier.verify(List.of(directories), agent.verificationKey());
  }

  @Test
  void holdsTogetherWithItsArchive() throws Exception {
    assertThat(verify(archive, log))
        .isInstanceOfSatisfying(
            AuditVerdict.Holds.class, holds -> assertThat(holds.lines()).isEqualTo(last));
  }

  @Test
  void doesNotHoldWithoutItAndSaysWhatToDo() throws Exception {
    assertThat(verify(log))
        .isInstanceOfSatisfying(
            AuditVerdict.Broken.class,
            broken -> {
              assertThat(broken.fault().kind()).isEqualTo(Kind.FILE_MISSING);
              assertThat(broken.fault().text()).contains("if it was archived, name its directory");
            });
  }

  @Test
  void aByteChangedInTheArchiveIsFound() throws Exception {
    Path file = archive.resolve("audit-000001.jsonl");
    Files.writeString(file, Files.readString(file).replaceFirst("message 1", "message 7"));
    assertThat(verify(archive, log)).isInstanceOf(AuditVerdict.Broken.class);
  }

  @Test
  void anotherLogsFilesInThePlaceOfTheArchive() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    SampleLog.write(other, 10, agent);
    for (int number : new AuditFiles(other).numbers()) {
      if (number > 2) {
        Files.delete(new AuditFiles(other).path(number));
      }
    }
    Path first = other.resolve("audit-000001.jsonl");
    Files.writeString(first, Files.readString(first).replace("message 1", "message 7"));
    assertThat(verify(other, log)).isInstanceOf(AuditVerdict.Broken.class);
  }

  @Test
  void whatIsThereProvesItselfUpToTheLastSignature() throws Exception {
    List<Long> signed = new ArrayList<>();
    AuditVerdict verdict =
        AuditVerifier.verifyPresent(
            log, agent.verificationKey(), line -> signed.add(line.sequence()));

    assertThat(verdict).isInstanceOf(AuditVerdict.Holds.class);
    assertThat(signed).isSorted().doesNotContain(1L).endsWith(last - 1L);
  }

  @Test
  void aByteChangedInWhatIsThereIsFoundWithoutTheArchive() throws Exception {
    Path file = log.resolve("audit-000003.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(0, lines.getFirst().replace("2026", "2025"));
    Files.write(file, lines);
    List<AuditLine> signed = new ArrayList<>();

    assertThat(AuditVerifier.verifyPresent(log, agent.verificationKey(), signed::add))
        .isInstanceOf(AuditVerdict.Broken.class);
  }

  @Test
  void theAgentContinuesWithoutTheArchivedFiles() throws Exception {
    try (AuditLog again = SampleLog.open(log, new TickingClock())) {
      again.append(SampleLog.entry(99));
      again.signHead(agent);
    }
    assertThat(verify(archive, log)).isInstanceOf(AuditVerdict.Holds.class);
  }
}
