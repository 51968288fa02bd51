package io.keyferry.evidence.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.evidence.log.AuditFault.Kind;
import io.keyferry.model.testing.EcSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole files removed, emptied, torn or filled. */
class AuditFilesAttackTest {

  private static final int LAST = 16;

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
  void auditFileRemoved() throws IOException {
    int last = files.numbers().getLast();
    for (int file : files.numbers()) {
      byte[] content = Files.readAllBytes(files.path(file));
      Files.delete(files.path(file));
      assertThat(fault().kind()).isEqualTo(file == last ? Kind.TRUNCATED : Kind.FILE_MISSING);
      Files.write(files.path(file), content);
    }
    assertThat(verdict()).isInstanceOf(AuditVerdict.Holds.class);
  }

  @Test
  void auditFileEmptied() throws IOException {
    for (int file : files.numbers()) {
      byte[] content = Files.readAllBytes(files.path(file));
      Files.write(files.path(file), new byte[0]);
      assertThat(fault().kind()).isIn(Kind.LINE_MISSING, Kind.TRUNCATED);
      Files.write(files.path(file), content);
    }
  }

  @Test
  void onlyAuditFileEmptied() throws IOException {
    for (int file : files.numbers().subList(1, files.numbers().size())) {
      Files.delete(files.path(file));
    }
    Files.write(files.path(1), new byte[0]);
    assertThat(fault().text())
        .startsWith("head.jws: ")
        .contains("lines were cut off: expected line 15");
    assertThat(fault().kind()).isEqualTo(Kind.TRUNCATED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 40})
  void lastLineTorn(int bytes) throws IOException {
    Path last = files.path(files.numbers().getLast());
    byte[] content = Files.readAllBytes(last);
    Files.write(last, Arrays.copyOf(content, content.length - bytes));
    assertThat(fault().kind()).isEqualTo(Kind.TORN);
  }

  @Test
  void lineFeedOfAnEarlierFileRemoved() throws IOException {
    byte[] content = Files.readAllBytes(files.path(1));
    Files.write(files.path(1), Arrays.copyOf(content, content.length - 1));
    assertThat(fault().kind()).isEqualTo(Kind.TORN);
    assertThat(fault().file()).isEqualTo("audit-000001.jsonl");
  }

  @Test
  void anEmptyFileAtTheEndIsWhatACrashMayLeave() throws IOException {
    Files.createFile(files.path(files.numbers().getLast() + 1));
    assertThat(verdict()).isInstanceOf(AuditVerdict.Holds.class);
  }

  @Test
  void filesUnderOtherNamesAreNoneOfTheLog() throws IOException {
    for (String name :
        new String[] {"audit-0000002.jsonl", "audit-000099.json", "audit-99.jsonl"}) {
      Files.writeString(directory.resolve(name), "all is well\n");
    }
    assertThat(verdict()).isInstanceOf(AuditVerdict.Holds.class);
  }

  @Test
  void textOfAnEndlessLine() throws IOException {
    Path last = files.path(files.numbers().getLast());
    Files.write(last, new byte[3 * StoredLine.MAX_BYTES], StandardOpenOption.APPEND);
    assertThat(fault().kind()).isEqualTo(Kind.NOT_A_LINE);
  }

  private AuditVerdict verdict() throws IOException {
    return AuditVerifier.verify(directory, agent.verificationKey());
  }

  private AuditFault fault() throws IOException {
    return ((AuditVerdict.Broken) verdict()).fault();
  }
}
