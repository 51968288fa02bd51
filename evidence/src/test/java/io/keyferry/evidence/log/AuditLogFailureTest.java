package io.keyferry.evidence.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.keyferry.model.testing.EcSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Crashes, full disks and directories that disappear. */
class AuditLogFailureTest {

  @TempDir Path temporary;

  private final EcSigner agent = EcSigner.create();
  private Path directory = Path.of("");
  private Path first = Path.of("");

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = Files.createDirectory(temporary.resolve("audit"));
    first = directory.resolve("audit-000001.jsonl");
  }

  @Test
  void linesCutOffUnderARunningAgentAreMissed() throws Exception {
    try (AuditLog log = open()) {
      log.append(SampleLog.entry(1));
      log.append(SampleLog.entry(2));
      log.append(SampleLog.entry(3));
      new Attacker(directory).cutAfter(2).write();
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatExceptionOfType(AuditException.class)
            .isThrownBy(() -> log.append(SampleLog.entry(4)))
            .withMessageContaining("expected line 3 of the audit log")
            .withMessageContaining("the log's end at line 2");
      }
      assertThatExceptionOfType(AuditException.class).isThrownBy(log::check);
    }
  }

  /** Linux returns ENOSPC for every write to /dev/full. */
  @Test
  void aFullDiskLeavesTheLogUnchangedAndItResumesByItself() throws Exception {
    try (AuditLog log = open()) {
      while (!Files.exists(first) || Files.size(first) < SampleLog.FILE_BYTES) {
        log.append(SampleLog.entry(1));
      }
      String before = Files.readString(first);
      Path second =
          Files.createSymbolicLink(new AuditFiles(directory).path(2), Path.of("/dev/full"));
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatExceptionOfType(AuditException.class)
            .isThrownBy(() -> log.append(SampleLog.entry(2)))
            .withMessage(
                "expected to write to the audit log in %s, found 'No space left on device': free space there and let the agent's user write there; the agent then resumes by itself",
                directory.toRealPath());
      }
      assertThat(first).hasContent(before);
      Files.delete(second);
      log.append(SampleLog.entry(3));
      log.signHead(agent);
    }
    assertThat(holds().files()).isEqualTo(2);
  }

  /** Linux accepts every write to /dev/null, and refuses to make it durable. */
  @Test
  void whatTheDiskDidNotStoreIsNeverReportedAsStored() throws Exception {
    Files.createSymbolicLink(first, Path.of("/dev/null"));
    try (AuditLog log = open()) {
      log.append(SampleLog.entry(1));
      assertThatExceptionOfType(AuditException.class)
          .isThrownBy(log::force)
          .withMessageContaining("expected the disk to store what was written")
          .withMessageContaining("restart the agent");
      assertThatExceptionOfType(AuditException.class).isThrownBy(log::force);
      assertThatExceptionOfType(AuditException.class)
          .isThrownBy(() -> log.append(SampleLog.entry(2)));
      assertThatExceptionOfType(AuditException.class).isThrownBy(log::check);
    }
  }

  @Test
  void aDirectoryThatDisappearsAndReturns() throws Exception {
    Path moved = temporary.resolve("moved");
    try (AuditLog log = open()) {
      log.append(SampleLog.entry(1));
      log.check();
      Files.move(directory, moved);
      assertThatExceptionOfType(AuditException.class)
          .isThrownBy(() -> log.append(SampleLog.entry(2)))
          .withMessageContaining("found 'no such file: ");
      assertThatExceptionOfType(AuditException.class)
          .isThrownBy(log::check)
          .withMessageContaining("restore it");
      Files.move(moved, directory);
      log.check();
      log.append(SampleLog.entry(3));
      log.signHead(agent);
    }
    assertThat(holds().lines()).isEqualTo(3);
  }

  @Test
  void theOperatingSystemsErrorIsReportedWithTheFile() throws IOException {
    Path lock = directory.resolve("audit.lock");
    Files.createSymbolicLink(lock, lock);
    assertRefused()
        .withMessageContaining("found 'Too many levels of symbolic links")
        .withMessageContaining(": %s'", directory.toRealPath().resolve("audit.lock"));
  }

  @Test
  void withoutADirectoryItDoesNotOpen() throws IOException {
    Files.delete(directory);
    assertRefused().withMessageContaining("expected a directory for the audit log, found none at ");
  }

  @Test
  void aCheckWritesAndLeavesNothing() throws Exception {
    SampleLog.write(directory, 1, agent);
    try (AuditLog log = open();
        Stream<Path> before = Files.list(directory)) {
      List<Path> files = before.toList();
      log.check();
      assertThat(directory).isDirectoryNotContaining(path -> !files.contains(path));
    }
  }

  @Test
  void anInterruptedThreadFinishesItsLine() throws Exception {
    try (AuditLog log = open()) {
      Thread.currentThread().interrupt();
      log.append(SampleLog.entry(1));
      log.signHead(agent);
      assertThat(Thread.interrupted()).isTrue();
      log.append(SampleLog.entry(2));
    }
    assertThat(holds().lines()).isEqualTo(3);
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
