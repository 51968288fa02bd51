package io.keyferry.evidence.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.message.AuditHead;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.signed.MessageSigner;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.VerificationKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {

  @TempDir Path directory;

  private final EcSigner agent = EcSigner.create();

  @Test
  void writesOneJsonLinePerEntryWithTheHashOfTheLineBefore() throws Exception {
    ImportId importId = new ImportId("0a1b2c3d-0000-4000-8000-000000000001");
    try (AuditLog log = open()) {
      log.append(AuditEntry.of(AuditEvent.STARTED, Map.of("version", "1", "build", "2")));
      log.append(
          new AuditEntry(AuditEvent.KEY_FOUND, Optional.of(importId), 3, Map.of("label", "a\nb")));
    }
    List<String> lines = Files.readAllLines(directory.resolve("audit-000001.jsonl"));
    assertThat(lines)
        .containsExactly(
            """
            {"sequence":1,"at":"2026-11-23T09:30:00.000Z","previous":"%s","event":"STARTED","attempt":0,\
            "facts":{"build":"2","version":"1"}}\
            """
                .formatted("0".repeat(64)),
            """
            {"sequence":2,"at":"2026-11-23T09:30:01.000Z","previous":"%s","event":"KEY_FOUND",\
            "importId":"0a1b2c3d-0000-4000-8000-000000000001","attempt":3,"facts":{"label":"a\\nb"}}\
            """
                .formatted(Sha256.of(lines.getFirst().getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void knowsTheTimeInTheLastLineThatItWroteItself() throws Exception {
    try (AuditLog log = open()) {
      assertThat(log.lastAppended()).isEmpty();
      log.append(AuditEntry.of(AuditEvent.STARTED, Map.of()));
      assertThat(log.lastAppended()).contains(TickingClock.START);
    }
    try (AuditLog log = open()) {
      assertThat(log.lastAppended()).isEmpty();
    }
  }

  @Test
  void continuesInTheNextFileAndAfterARestart() throws Exception {
    SampleLog.write(directory, 2, agent);
    SampleLog.write(directory, 3, agent);
    assertThat(holds())
        .returns(20L, AuditVerdict.Holds::lines)
        .returns(20L, AuditVerdict.Holds::lastSequence)
        .returns(5L, AuditVerdict.Holds::signedHeads)
        .returns(1L, AuditVerdict.Holds::unsignedLines);
    assertThat(holds().files()).isGreaterThan(3);
  }

  @Test
  void aFileEndsWithTheLineThatReachesItsSize() throws Exception {
    SampleLog.write(directory, 4, agent);
    AuditFiles files = new AuditFiles(directory);
    for (int file : files.numbers().subList(0, files.numbers().size() - 1)) {
      byte[] content = Files.readAllBytes(files.path(file));
      String text = new String(content, StandardCharsets.UTF_8).stripTrailing();
      assertThat(content.length).isGreaterThanOrEqualTo(SampleLog.FILE_BYTES);
      assertThat(text.lastIndexOf('\n') + 1).isLessThan(SampleLog.FILE_BYTES);
    }
  }

  @Test
  void onlyTheOwnerMayReadItsFiles() throws Exception {
    SampleLog.write(directory, 1, agent);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void theHeadIsTheLastLineBeforeAndAfterItIsForced() throws Exception {
    try (AuditLog log = open()) {
      assertThatIllegalStateException().isThrownBy(log::head);
      log.append(SampleLog.entry(1));
      log.append(SampleLog.entry(2));
      AuditHead head = log.head();
      List<String> lines = Files.readAllLines(directory.resolve("audit-000001.jsonl"));
      assertThat(head.sequence()).isEqualTo(2);
      assertThat(head.hash())
          .isEqualTo(Sha256.of(lines.getLast().getBytes(StandardCharsets.UTF_8)));
      log.force();
      assertThat(log.head().hash()).isEqualTo(head.hash());
    }
  }

  @Test
  void theHeadFileIsTheHeadOfTheLastSignedLine() throws Exception {
    SampleLog.write(directory, 3, agent);
    AuditLine line = new Attacker(directory).line(12).read();
    String jws = Files.readString(directory.resolve("head.jws"));
    assertThat(line.event()).isEqualTo(AuditEvent.HEAD_SIGNED);
    assertThat(line.facts()).containsExactly(Map.entry("head", jws));
    AuditHead head = SignedMessage.verify(MessageType.AUDIT_HEAD, jws, agent.verificationKey());
    assertThat(head.sequence()).isEqualTo(11);
    assertThat(head.hash()).isEqualTo(line.previous());
  }

  @Test
  void aSignatureThatFailsLeavesTheLogAsItWas() throws Exception {
    SampleLog.write(directory, 1, agent);
    String before = Files.readString(directory.resolve("audit-000001.jsonl"));
    String head = Files.readString(directory.resolve("head.jws"));
    try (AuditLog log = open()) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> log.signHead(new BrokenSigner(agent.verificationKey())))
          .withMessage("the HSM is unreachable");
    }
    assertThat(directory.resolve("audit-000001.jsonl")).hasContent(before);
    assertThat(directory.resolve("head.jws")).hasContent(head);
  }

  private AuditLog open() throws AuditException {
    return SampleLog.open(directory, new TickingClock());
  }

  private AuditVerdict.Holds holds() throws IOException {
    AuditVerdict verdict = AuditVerifier.verify(directory, agent.verificationKey());
    assertThat(verdict).asInstanceOf(type(AuditVerdict.Holds.class)).isNotNull();
    return (AuditVerdict.Holds) verdict;
  }

  private record BrokenSigner(VerificationKey verificationKey)
      implements MessageSigner<IOException> {

    @Override
    public byte[] sign(byte[] digest) throws IOException {
      throw new IOException("the HSM is unreachable");
    }
  }
}
