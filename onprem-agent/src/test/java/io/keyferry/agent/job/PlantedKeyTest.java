package io.keyferry.agent.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmFaults;
import io.keyferry.agent.job.queue.QueueException;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyReport.Origin;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeySpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attack: someone who is logged in to the partition plants a key in place of an import's key, and
 * has the job delivered as often as they like.
 */
class PlantedKeyTest {

  @TempDir private Path directory;
  private AgentHalf half;
  private CkaId id;

  @BeforeEach
  void open() throws AuditException {
    half = new AgentHalf(directory);
    id = CkaId.of(half.jobs.importId());
  }

  @AfterEach
  void close() {
    half.close();
  }

  @Test
  void keyPlantedInTheHsmUnderTheIdOfANewKey() throws Exception {
    plant();
    assertThat(half.work(half.jobs)).isEqualTo(MessageDisposition.DELETE);

    assertRefused();
    assertThat(half.calls("importWrappingKey")).isZero();
    assertThat(half.results.only().content().refused().orElseThrow().reason())
        .contains("which the agent did not generate", "policy.existing-keys");
  }

  @Test
  void keyPlantedAndTheJobDeliveredAgain() throws Exception {
    plant();
    half.work(half.jobs);
    half.work(half.jobs);
    half.work(half.jobs.attempt(2));
    restart();
    half.work(half.jobs.attempt(2));

    assertRefused();
  }

  @Test
  void keyPlantedAndTheJobReplayedInAnotherGroup() throws Exception {
    plant();
    String job = half.sealed(half.jobs.job());
    half.work(job);
    half.work(job, "another group");

    assertRefused();
    assertThat(half.results.sealed).hasSize(2);
  }

  @Test
  void keyPlantedAndTheRefusalNotSent() throws Exception {
    plant();
    half.results.failure = Optional.of(new QueueException("no way", new IllegalStateException()));
    assertThat(half.work(half.jobs)).isEqualTo(MessageDisposition.RETRY);
    half.results.failure = Optional.empty();
    assertThat(half.work(half.jobs)).isEqualTo(MessageDisposition.DELETE);

    assertRefused();
  }

  @Test
  void keyPlantedAndTheHsmFailedWhileItSignedTheRefusal() throws Exception {
    plant();
    half.token.failOnce("sign", lost());
    assertThat(half.work(half.jobs)).isEqualTo(MessageDisposition.DELETE);

    assertRefused();
  }

  @Test
  void keyPlantedInAnOutageBetweenSearchAndGeneration() throws Exception {
    half.token.fail("generate", lost());
    half.hsm.stop();
    assertThat(half.work(half.jobs)).isEqualTo(MessageDisposition.GIVE_BACK);

    plant();
    half.token.clearFaults();
    restart();
    assertThat(half.work(half.jobs)).isEqualTo(MessageDisposition.DELETE);

    assertRefused();
  }

  @Test
  void keyPlantedWhileTwoWorkersHaveTheJob() throws Exception {
    plant();
    List<MessageDisposition> ofTheOther = new ArrayList<>();
    half.results.whileSending =
        () -> {
          if (ofTheOther.isEmpty()) {
            ofTheOther.add(half.work(half.jobs));
          }
        };
    assertThat(half.work(half.jobs)).isEqualTo(MessageDisposition.DELETE);
    assertThat(ofTheOther).containsExactly(MessageDisposition.RETRY);
    half.work(half.jobs);

    assertRefused();
  }

  @Test
  void keyPlantedAndThenNamedByAJobForTheSameKmsKey() throws Exception {
    plant();
    half.work(half.jobs);
    half.work(
        half.jobs.importId(new ImportId("11111111-2222-4333-8444-555555555555")).existingKey(id));

    assertThat(half.results.all().getLast().content().refused().map(Failure::code))
        .contains(FailureCode.POLICY);
    assertThat(half.calls("wrap")).isZero();
  }

  @Test
  void keyOfAnImportReplacedByAnotherUnderItsLabelBeforeTheNextAttempt() throws Exception {
    half.work(half.jobs);
    String label = half.results.only().content().wrapped().orElseThrow().hsmKey().object().label();
    half.token.remove(id);
    half.token.plant(KeySpec.SYMMETRIC_DEFAULT, id, label);
    half.work(half.jobs.attempt(2));

    assertThat(half.results.all().getLast().content().refused().map(Failure::code))
        .contains(FailureCode.HSM_KEY_UNEXPECTED);
    assertThat(half.calls("wrap")).isOne();
  }

  @Test
  void keyPlantedBesideAnImportsKeyUnderItsIdAndLabel() throws Exception {
    half.work(half.jobs);
    half.token.plantTwin(
        id, half.results.only().content().wrapped().orElseThrow().hsmKey().object().label());
    half.work(half.jobs.attempt(2));

    Failure failure = half.results.all().getLast().content().refused().orElseThrow();
    assertThat(failure.code()).isEqualTo(FailureCode.HSM_REFUSED);
    assertThat(failure.reason()).contains("expected one key with CKA_ID " + id, "found 2");
    assertThat(half.calls("wrap")).isOne();
  }

  @Test
  void keyGeneratedByACallWithALostAnswerBelongsToTheImport() throws Exception {
    half.token.loseAnswerOnce("generate", lost());
    assertThat(half.work(half.jobs)).isEqualTo(MessageDisposition.DELETE);

    assertThat(half.results.only().content().wrapped().orElseThrow().hsmKey().object().origin())
        .isEqualTo(Origin.FOUND);
    assertThat(half.calls("generate")).isOne();
  }

  private void plant() throws HsmException {
    half.token.plant(KeySpec.SYMMETRIC_DEFAULT, id, "keyferry " + half.jobs.importId());
  }

  private void restart() throws AuditException {
    half.close();
    half = new AgentHalf(directory, Jobs.POLICY, half.token);
  }

  private void assertRefused() throws Exception {
    assertThat(half.results.all())
        .isNotEmpty()
        .extracting(result -> result.content().refused())
        .allSatisfy(refused ->
            assertThat(refused.map(Failure::code)).contains(FailureCode.HSM_KEY_UNEXPECTED));
    assertThat(half.calls("wrap")).isZero();
    assertThat(half.calls("generate")).isLessThanOrEqualTo(1);
  }

  private static HsmException lost() {
    return HsmFaults.of(Fault.HSM_LOST, "CKR_DEVICE_ERROR");
  }
}
