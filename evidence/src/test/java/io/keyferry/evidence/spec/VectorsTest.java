package io.keyferry.evidence.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.evidence.log.AuditVerdict;
import io.keyferry.evidence.log.AuditVerifier;
import io.keyferry.evidence.record.OfflineRecordVerifier;
import io.keyferry.evidence.record.RecordCheck;
import io.keyferry.evidence.record.RecordFile;
import io.keyferry.evidence.record.RecordVerdict;
import io.keyferry.evidence.record.RecordVerifier;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.CeremonyStatement;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.OfflineRecord;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.testing.SpecSchema;
import io.keyferry.model.value.VerificationKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The records and the audit log among the test vectors hold, and do not hold if changed. */
class VectorsTest {

  private static final Path LOG = VectorWriter.VECTORS.resolve("audit-log");
  private static final VerificationKey CLOUD = key("cloud");
  private static final VerificationKey AGENT = key("agent");

  @TempDir private Path folder;

  @Test
  void everyRecordHoldsInItsPlace() throws IOException {
    Optional<RecordFile> previous = Optional.empty();
    for (int number = 1; number <= 3; number++) {
      RecordFile file = record(number);
      RecordVerdict<CeremonyRecord> verdict = RecordVerifier.verify(file, CLOUD, AGENT, previous);
      assertThat(verdict.checks())
          .filteredOn(check -> check.outcome() == RecordCheck.Outcome.FAILS)
          .isEmpty();
      assertThat(verdict.checks())
          .filteredOn(check -> check.outcome() == RecordCheck.Outcome.HOLDS)
          .hasSizeGreaterThan(9);
      assertThat(verdict.record()).map(record -> record.place().number()).contains((long) number);
      previous = Optional.of(file);
    }
  }

  @Test
  void aRecordDoesNotHoldInAnotherPlace() throws IOException {
    assertThat(RecordVerifier.verify(record(3), CLOUD, AGENT, Optional.of(record(1))).holds())
        .isFalse();
    assertThat(RecordVerifier.verify(record(1), AGENT, CLOUD, Optional.empty()).holds()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyRecordIsInAnAnswerAsTheSchemaSays(int number) {
    JsonNode answer = SpecSchema.json(SpecSchema.read(file(number)));
    assertThat(SpecSchema.of("read-answer", "operation").closed().faults(answer)).isEmpty();
  }

  @Test
  void theOfflineRecordHolds() throws IOException {
    Path file = VectorWriter.VECTORS.resolve("offline-record.json");
    RecordVerdict<OfflineRecord> verdict =
        OfflineRecordVerifier.verify(RecordFile.read(file), AGENT, Optional.empty());
    assertThat(verdict.holds()).isTrue();
    assertThat(
            SpecSchema.of("offline-record-file")
                .closed()
                .faults(SpecSchema.json(SpecSchema.read(file))))
        .isEmpty();
  }

  @Test
  void theAuditLogHoldsToItsLastLine() throws IOException {
    assertThat(AuditVerifier.verify(LOG, AGENT))
        .isInstanceOfSatisfying(
            AuditVerdict.Holds.class,
            verdict -> {
              assertThat(verdict.signedHeads()).isEqualTo(5);
              assertThat(verdict.unsignedLines()).isEqualTo(1);
            });
  }

  @Test
  void theAuditLogDoesNotHoldWithAByteChangedOrByAnotherKey() throws IOException {
    String lines = SpecSchema.read(LOG.resolve("audit-000001.jsonl"));
    Files.copy(LOG.resolve("head.jws"), folder.resolve("head.jws"));
    Files.writeString(
        folder.resolve("audit-000001.jsonl"), lines.replaceFirst("\"STARTED\"", "\"STOPPED\""));
    assertThat(AuditVerifier.verify(folder, AGENT)).isInstanceOf(AuditVerdict.Broken.class);
    assertThat(AuditVerifier.verify(LOG, CLOUD)).isInstanceOf(AuditVerdict.Broken.class);
  }

  @Test
  void everyLineOfTheAuditLogIsAsTheSchemaSays() {
    SpecSchema schema = SpecSchema.of("audit-log-line");
    List<String> lines = SpecSchema.read(LOG.resolve("audit-000001.jsonl")).lines().toList();
    assertThat(lines).hasSizeGreaterThan(20);
    lines.forEach(line -> assertThat(schema.faults(SpecSchema.json(line))).isEmpty());
  }

  /** The head that a statement names is that of a line in the log. */
  @Test
  void theAuditLogHasTheLinesThatTheStatementsName() throws Exception {
    Map<Long, String> hashes = new HashMap<>();
    AuditVerifier.verifyPresent(
        LOG, AGENT, line -> hashes.put(line.sequence() - 1, line.previous().hex()));
    assertThat(hashes).containsEntry(0L, AuditLine.NONE.hex());
    for (int number = 1; number <= 3; number++) {
      CeremonyRecord record =
          SignedMessage.verify(MessageType.CEREMONY_RECORD, record(number).compact(), CLOUD);
      CeremonyStatement statement =
          SignedMessage.verify(
              MessageType.CEREMONY_STATEMENT, record.halves().statement().orElseThrow(), AGENT);
      assertThat(hashes)
          .containsEntry(
              statement.work().auditHead().sequence(), statement.work().auditHead().hash().hex());
    }
  }

  private static RecordFile record(int number) throws IOException {
    return RecordFile.read(file(number));
  }

  private static Path file(int number) {
    return VectorWriter.VECTORS.resolve("ceremony-records/import-" + number + ".json");
  }

  private static VerificationKey key(String name) {
    return VerificationKey.ofPem(SpecSchema.read(VectorWriter.VECTORS.resolve(name + ".pem")));
  }
}
