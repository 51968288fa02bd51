package io.keyferry.evidence.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.testing.EcSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes in place of an audit log that was signed. */
class AuditLogFuzzTest {

  private static final EcSigner AGENT = EcSigner.create();

  @TempDir private static Path directory;
  private static byte[] written = {};
  private static byte[] head = {};

  @BeforeAll
  static void write() throws IOException, AuditException {
    AuditSettings settings = new AuditSettings(directory, 1 << 20);
    try (AuditLog log = AuditLog.open(settings, new TickingClock())) {
      log.append(SampleLog.entry(1));
      log.signHead(AGENT);
    }
    written = Files.readAllBytes(file());
    head = Files.readAllBytes(directory.resolve(HeadFile.NAME));
  }

  @MethodSource
  @FuzzTest(maxDuration = "30s")
  void holdsOnlyWithWhatWasSignedAndGoesOnOnlyAfterALine(byte[] bytes)
      throws IOException, AuditException {
    place(bytes, head);
    verify(bytes);
    continueLog();
    place(written, bytes);
    verify(written);
    continueLog();
  }

  private static void verify(byte[] content) throws IOException {
    if (AuditVerifier.verify(directory, AGENT.verificationKey()) instanceof AuditVerdict.Holds) {
      int signed = written.length - lastLine();
      assertThat(Arrays.copyOf(content, signed)).isEqualTo(Arrays.copyOf(written, signed));
    }
  }

  /** Opens the log as an agent that starts, and writes a line. */
  private static void continueLog() throws IOException {
    AuditSettings settings = new AuditSettings(directory, 1 << 20);
    try (AuditLog log = AuditLog.open(settings, new TickingClock())) {
      log.append(SampleLog.entry(2));
      long last = log.head().sequence();
      assertThat(TailReader.read(new AuditFiles(directory)).tail().sequence()).isEqualTo(last);
    } catch (AuditException e) {
      assertThat(e).hasMessageStartingWith("expected ");
    }
  }

  private static void place(byte[] log, byte[] signedHead) throws IOException {
    Files.write(file(), log);
    Files.write(directory.resolve(HeadFile.NAME), signedHead);
  }

  /** The line that keeps the signed head is not itself signed. */
  private static int lastLine() {
    String text = new String(written, StandardCharsets.UTF_8);
    return text.length() - text.lastIndexOf('\n', text.length() - 2) - 1;
  }

  private static Path file() {
    return directory.resolve(AuditFiles.name(1));
  }

  static Stream<Arguments> holdsOnlyWithWhatWasSignedAndGoesOnOnlyAfterALine() {
    byte[] torn = Arrays.copyOf(written, written.length - 10);
    byte[] full =
        new String(written, StandardCharsets.UTF_8)
            .lines()
            .findFirst()
            .orElse("")
            .replace("\"sequence\":1,", "\"sequence\":" + AuditLine.LAST_SEQUENCE + ",")
            .concat("\n")
            .getBytes(StandardCharsets.UTF_8);
    return Stream.of(written, torn, head, full, new byte[0], new byte[] {'\n', '\n'})
        .map(seed -> arguments((Object) seed));
  }
}
