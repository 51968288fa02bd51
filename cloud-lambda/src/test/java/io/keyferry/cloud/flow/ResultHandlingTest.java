package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.job.Verdict;
import io.keyferry.cloud.kms.KeyFacts;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.record.AcceptedRequest;
import io.keyferry.cloud.record.ImportUpdate;
import io.keyferry.cloud.record.StoredImport;
import io.keyferry.cloud.record.StoredOrder;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.record.StepEvent;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a true result to the end of its import. */
class ResultHandlingTest {

  private final CloudHalf half = new CloudHalf();
  private ImportId id = new ImportId("00000000-0000-0000-0000-000000000000");

  @BeforeEach
  void queueOneImport() {
    id = half.request("{'newKey':{}}").importId();
  }

  @Test
  void importsTheMaterialAndFinishesTheRecord() {
    assertThat(half.result(half.answer(0))).isEqualTo(new Verdict.Done());

    ImportRecord record = half.stored(id).record();
    assertThat(record.state()).isEqualTo(ImportState.IMPORTED);
    assertThat(record.kms().keyMaterialId()).contains("material-id");
    assertThat(record.hsm().hsmKey()).contains(TestAgent.wrapped(CkaId.of(id)).hsmKey());
    assertThat(record.hsm().token()).contains(TestAgent.wrapped(CkaId.of(id)).token());
    assertThat(record.history())
        .extracting(StepEvent::step)
        .endsWith(
            ImportStep.RESULT_VERIFIED,
            ImportStep.MATERIAL_IMPORTED,
            ImportStep.KEY_ENABLED,
            ImportStep.IMPORTED);
    assertThat(half.steps).isEqualTo(record.history());
    assertThat(half.kms.imported)
        .containsExactly(TestAgent.wrapped(CkaId.of(id)).encryptedKeyMaterial());
  }

  @Test
  void theImportTokenIsForgottenWhenTheImportHasEnded() {
    half.result(half.answer(0));
    assertThat(half.stored(id).attempt().orElseThrow().importToken()).isEmpty();
  }

  @Test
  void deliveredTwiceHasTheSameOutcome() {
    half.result(half.answer(0));
    StoredImport first = half.stored(id);

    assertThat(half.result(half.answer(0))).isEqualTo(new Verdict.Done());
    assertThat(half.stored(id)).isEqualTo(first);
    assertThat(half.kms.imported).hasSize(1);
  }

  @Test
  void deliveredAgainForAnEndedImportOfAKindThatThisReleaseDoesNotHaveIsDone() {
    String answer = half.answer(0);
    half.result(answer);
    StoredImport ended = half.stored(id);
    AcceptedRequest request = ended.request();
    half.store.imports.put(
        id,
        new StoredImport(
            ended.record(),
            new AcceptedRequest(
                request.requester(),
                request.canonical(),
                request.digest(),
                request.hsmKey(),
                new StoredOrder("of-a-later-release", "{}")),
            ended.attempt(),
            ended.progress(),
            ended.revision(),
            ended.requestIds(),
            ended.ceremonyRecord()));

    assertThat(half.result(answer)).isEqualTo(new Verdict.Done());
  }

  @Test
  void theAgentsRefusalEndsTheImportInItsOwnWords() {
    Failure refusal = Failure.of(FailureCode.POLICY, "allow the account in agent.yml");

    assertThat(half.result(half.answer(0, refusal))).isEqualTo(new Verdict.Done());

    ImportRecord record = half.stored(id).record();
    assertThat(record.state()).isEqualTo(ImportState.FAILED);
    assertThat(record.failed().code()).contains(FailureCode.POLICY);
    assertThat(record.failed().reason()).contains("allow the account in agent.yml");
  }

  @Test
  void aRecordThatIsStillRequestedIsFinishedAllTheSame() {
    half.afterSend.add(() -> {
      throw InMemoryKms.unavailable(false);
    });
    assertThatThrownBy(() -> half.request("{'clientToken':'t','newKey':{}}"))
        .isInstanceOf(KmsUnavailableException.class);

    half.result(half.answer(1));

    assertThat(half.stored(half.job(1).importId()).record().state())
        .isEqualTo(ImportState.IMPORTED);
  }

  @Test
  void aForgersMessageIsRejectedAndTheTrueResultStillCounts() {
    StoredImport before = half.stored(id);
    assertThat(half.result("forged")).isInstanceOf(Verdict.Rejected.class);
    assertThat(half.stored(id)).isEqualTo(before);

    assertThat(half.result(half.answer(0))).isEqualTo(new Verdict.Done());
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
    assertThat(half.result("forged")).isInstanceOf(Verdict.Rejected.class);
  }

  @Test
  void aResultThatMeetsAThrottledKmsIsNotLost() {
    StoredImport before = half.stored(id);
    half.kms.failingAlways("importMaterial", InMemoryKms.unavailable(true));
    String answer = half.answer(0);
    assertThatThrownBy(() -> half.result(answer)).isInstanceOf(KmsUnavailableException.class);
    assertThat(half.stored(id)).isEqualTo(before);
    assertThat(half.lines).anyMatch(line -> line.contains("KMS_THROTTLED"));

    half.kms.failures.clear();
    assertThat(half.result(answer)).isEqualTo(new Verdict.Done());
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
  }

  @Test
  void waitsUntilTheKeyIsEnabled() {
    KeyArn key = half.job(0).keyArn();
    KeyFacts pending = half.kms.keys.get(key);
    half.kms.afterImport.add(() -> half.kms.keys.put(key, pending));

    assertThat(half.result(half.answer(0))).isInstanceOf(Verdict.Again.class);
    assertThat(half.pauses).hasSizeGreaterThan(3);
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.QUEUED);

    assertThat(half.result(half.answer(0))).isEqualTo(new Verdict.Done());
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
  }

  @Test
  void aRecordThatChangedMeanwhileIsReadAgain() {
    changeMeanwhile(3);
    assertThat(half.result(half.answer(0))).isEqualTo(new Verdict.Done());
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
    assertThat(half.lines).filteredOn(line -> line.contains(" read again: ")).hasSize(3);
  }

  @Test
  void aRecordThatKeepsChangingIsLeftToTheNextDelivery() {
    changeMeanwhile(5);
    assertThat(half.result(half.answer(0)))
        .isEqualTo(new Verdict.Again("others kept changing the record of " + id));
    assertThat(half.store.beforeReplace).as("of five changes after four tries").hasSize(1);
  }

  private void changeMeanwhile(int times) {
    for (int change = 0; change < times; change++) {
      half.store.beforeReplace.add(() -> {
        StoredImport s = half.stored(id);
        half.store.imports.put(id, new ImportUpdate(s, half.kind(s), half.now).next("other"));
      });
    }
  }
}
