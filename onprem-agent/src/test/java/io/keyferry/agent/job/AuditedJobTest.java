package io.keyferry.agent.job;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmFaults;
import io.keyferry.evidence.log.AuditEntry;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.message.CeremonyStatement;
import io.keyferry.model.message.HsmCeremony;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.WrapResult;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.value.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What the audit log records of a job, when, and what happens if it cannot be written. */
class AuditedJobTest {

  @TempDir private Path directory;
  private AgentHalf half;

  @BeforeEach
  void open() throws AuditException {
    half = new AgentHalf(directory);
  }

  @AfterEach
  void close() {
    half.close();
  }

  @Test
  void everyStepIsALine() {
    half.work(half.jobs);

    assertThat(half.trail.events())
        .containsExactly(
            AuditEvent.JOB_RECEIVED,
            AuditEvent.JOB_ACCEPTED,
            AuditEvent.WRAPPING_KEY_IMPORTED,
            AuditEvent.KEY_GENERATED,
            AuditEvent.KEY_WRAPPED,
            AuditEvent.WRAPPING_KEY_DESTROYED,
            AuditEvent.RESULT_SIGNED,
            AuditEvent.HEAD_SIGNED,
            AuditEvent.RESULT_SENT);
  }

  @Test
  void resultIsSentAfterAllItsStepsAreOnDisk() {
    half.results.whileSending =
        () -> assertThat(half.trail.eventsOnDisk()).endsWith(AuditEvent.HEAD_SIGNED);
    half.work(half.jobs);
    assertThat(half.results.sealed).hasSize(1);
  }

  @Test
  void noLineHoldsTheWrappedKeyOrTheJob() throws Exception {
    String job = half.sealed(half.jobs.job());
    half.work(job);

    String wrapped =
        half.results.only().content().wrapped().orElseThrow().encryptedKeyMaterial().base64();
    for (AuditEntry entry : half.trail.entries()) {
      assertThat(entry.facts().toString())
          .doesNotContain(wrapped.substring(0, 32))
          .doesNotContain(job.substring(job.length() - 32))
          .doesNotContain(half.jobs.wrappingKey().spki().base64().substring(60, 90));
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"JOB_RECEIVED", "JOB_ACCEPTED"})
  void fullDiskBeforeTheWorkTouchesNoKey(AuditEvent event) {
    half.trail.fullAt(event);

    assertThat(half.work(half.jobs)).isEqualTo(MessageDisposition.RETRY);

    assertThat(half.calls("importWrappingKey")).isZero();
    assertThat(half.results.sealed).isEmpty();
    assertThat(half.records.fault().orElseThrow()).contains("No space left on device");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {
        "WRAPPING_KEY_IMPORTED",
        "KEY_GENERATED",
        "KEY_WRAPPED",
        "WRAPPING_KEY_DESTROYED",
        "RESULT_SIGNED",
        "HEAD_SIGNED"
      })
  void fullDiskDuringAJobSendsNothingUntilThereIsRoom(AuditEvent event) throws Exception {
    half.trail.fullAt(event);

    assertThat(half.work(half.jobs)).isEqualTo(MessageDisposition.RETRY);
    assertThat(half.results.sealed).isEmpty();
    assertThat(half.token.wrappingKeysLeft()).isZero();
    assertThat(half.records.fault()).isPresent();

    half.trail.makeRoom();
    assertThat(half.work(half.jobs)).isEqualTo(MessageDisposition.DELETE);
    assertThat(half.records.fault()).isEmpty();
    assertThat(half.results.only().content().wrapped()).isPresent();
    assertThat(half.token.keys()).hasSize(1);
  }

  @Test
  void fullDiskPreventsUnrecordedHandlingOfAForgery() {
    half.trail.fullAt(AuditEvent.MESSAGE_REJECTED);
    assertThat(half.work("no message")).isEqualTo(MessageDisposition.RETRY);
  }

  @Test
  void anHsmThatFailsIsALine() {
    half.token.failOnce("wrap", HsmFaults.of(Fault.HSM_LOST, "C_WrapKey: CKR_DEVICE_REMOVED"));
    half.work(half.jobs);

    assertThat(half.trail.entries())
        .filteredOn(entry -> entry.event() == AuditEvent.HSM_FAILED)
        .singleElement()
        .extracting(AuditEntry::facts, as(InstanceOfAssertFactories.MAP))
        .containsEntry("fault", "HSM_LOST")
        .containsEntry("reason", "C_WrapKey: CKR_DEVICE_REMOVED");
  }

  @Test
  void theStatementRecordsWhatWasDoneWithoutTheWrappedKey() throws Exception {
    String job = half.sealed(half.jobs.job());
    half.work(job);

    WrapResult result = half.results.only();
    CeremonyStatement statement = statement(result);
    HsmCeremony ceremony = statement.work().wrapped().orElseThrow();
    assertThat(statement.order().job())
        .isEqualTo(Sha256.of(job.getBytes(StandardCharsets.US_ASCII)));
    assertThat(statement.order().audience()).isEqualTo(half.cloudName());
    assertThat(statement.witness().policy()).isEqualTo(Jobs.POLICY.digest());
    assertThat(statement.witness().agent()).isEqualTo(AgentHalf.SOFTWARE);
    assertThat(ceremony.encryptedKeyMaterial())
        .isEqualTo(result.content().wrapped().orElseThrow().encryptedKeyMaterial().sha256());
    assertThat(ceremony.key()).isEqualTo(result.content().wrapped().orElseThrow().hsmKey());
    assertThat(ceremony.objectsDestroyed())
        .containsExactly(
            "KMS's wrapping key, RSA 2048 bits, SHA-256 " + half.jobs.wrappingKey().fingerprint());
    assertThat(statement.work().auditHead()).isEqualTo(half.trail.head(6));
  }

  @Test
  void theStatementOfARefusalHasTheReason() throws Exception {
    half.work(half.jobs.keyArn(Jobs.key("210987654321", "eu-west-1")));

    WrapResult result = half.results.only();
    assertThat(statement(result).work().refused()).isEqualTo(result.content().refused());
    assertThat(statement(result).work().wrapped()).isEmpty();
  }

  @Test
  void statesNoDestructionThatTheHsmRefused() throws Exception {
    half.token.keepWrappingKeys();
    half.work(half.jobs);

    assertThat(statement(half.results.only()).work().wrapped().orElseThrow().objectsDestroyed())
        .isEqualTo(List.of());
    assertThat(half.token.wrappingKeysLeft()).isOne();
    assertThat(half.trail.events()).doesNotContain(AuditEvent.WRAPPING_KEY_DESTROYED);
  }

  private CeremonyStatement statement(WrapResult result) throws Exception {
    return SignedMessage.verify(
        MessageType.CEREMONY_STATEMENT, result.reply().statement(), half.token.agentKey());
  }
}
