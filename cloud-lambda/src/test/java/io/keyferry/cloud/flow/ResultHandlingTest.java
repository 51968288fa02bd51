package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.event.SqsBatch;
import io.keyferry.model.Envelope;
import io.keyferry.model.Failure;
import io.keyferry.model.FailureCode;
import io.keyferry.model.ImportId;
import io.keyferry.model.ImportRecord;
import io.keyferry.model.ImportState;
import io.keyferry.model.ImportStep;
import io.keyferry.model.KeyArn;
import io.keyferry.model.MessageType;
import io.keyferry.model.Sha256;
import io.keyferry.model.StepEvent;
import io.keyferry.model.WrapJob;
import io.keyferry.model.WrapResult;
import io.keyferry.model.WrappedKey;
import io.keyferry.model.WrappingAlgorithm;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    assertThat(record.keyMaterialId()).contains("material-id");
    assertThat(record.hsmKey()).contains(CloudHalf.wrapped(id).hsmKey());
    assertThat(record.token()).contains(CloudHalf.wrapped(id).token());
    assertThat(record.history())
        .extracting(StepEvent::step)
        .endsWith(
            ImportStep.RESULT_VERIFIED,
            ImportStep.MATERIAL_IMPORTED,
            ImportStep.KEY_ENABLED,
            ImportStep.IMPORTED);
    assertThat(half.steps).isEqualTo(record.history());
    assertThat(half.kms.imported).containsExactly(CloudHalf.wrapped(id).encryptedKeyMaterial());
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
  void forgedByAnotherSigner() {
    WrapResult result = half.answer(half.job(0), CloudHalf.wrapped(id));
    assertRejected(Envelope.seal(MessageType.WRAP_RESULT, result, TestSigner.create()));
  }

  @Test
  void theCloudsOwnJobSentBackAsAResult() {
    assertRejected(half.sent.getFirst());
  }

  @Test
  void whatIsNoMessageAtAll() {
    assertRejected("hello");
  }

  @Test
  void trueResultOfTheAgentForAnotherCloud() {
    WrapResult result =
        WrapResult.to(
            half.job(0),
            TestSigner.create().verificationKey().thumbprint(),
            half.now,
            CloudHalf.wrapped(id));
    assertRejected(half.signed(result));
  }

  @Test
  void trueResultForAnImportThatNobodyRequested() {
    WrapResult r = half.answer(half.job(0), CloudHalf.wrapped(id));
    assertRejected(
        half.signed(
            new WrapResult(
                new ImportId("00000000-0000-0000-0000-000000000001"),
                r.attempt(),
                r.audience(),
                r.keyArn(),
                r.wrappingKeyFingerprint(),
                r.answeredAt(),
                r.wrapped(),
                r.refused())));
  }

  @Test
  void resultThatNamesAnotherKmsKey() {
    WrapJob job = half.job(0);
    assertMismatch(
        result(job.attempt(), half.kms.addEmpty(), job.wrappingKey().fingerprint()), "KMS key");
  }

  @Test
  void resultUnderAnotherWrappingKey() {
    WrapJob job = half.job(0);
    assertMismatch(
        result(job.attempt(), job.keyArn(), Sha256.of(new byte[] {1})), "wrapping key SHA-256");
  }

  @Test
  void resultOfAnAttemptThatWasNeverOrdered() {
    WrapJob job = half.job(0);
    assertMismatch(result(2, job.keyArn(), job.wrappingKey().fingerprint()), "attempt 1");
  }

  @Test
  void resultWrappedByAnotherAlgorithm() {
    WrappedKey key = CloudHalf.wrapped(id);
    assertMismatch(
        half.answer(
            half.job(0),
            new WrappedKey(
                key.encryptedKeyMaterial(),
                WrappingAlgorithm.RSAES_OAEP_SHA_1,
                key.hsmKey(),
                key.token())),
        "algorithm");
  }

  @Test
  void theAgentsRefusalEndsTheImportInItsOwnWords() {
    Failure refusal = Failure.of(FailureCode.POLICY, "allow the account in agent.yml");

    assertThat(half.result(half.signed(half.answer(half.job(0), refusal))))
        .isEqualTo(new Verdict.Done());

    ImportRecord record = half.stored(id).record();
    assertThat(record.state()).isEqualTo(ImportState.FAILED);
    assertThat(record.code()).contains(FailureCode.POLICY);
    assertThat(record.reason()).contains("allow the account in agent.yml");
  }

  @Test
  void aTokenThatHasRunOutGetsAFreshOneAndTheImportGoesOn() {
    half.now = half.now.plus(Duration.ofHours(24));

    assertThat(half.result(half.answer(0))).isEqualTo(new Verdict.Done());
    ImportRecord record = half.stored(id).record();
    assertThat(record.state()).isEqualTo(ImportState.QUEUED);
    assertThat(record.attempt()).isEqualTo(2);
    assertThat(half.kms.imported).isEmpty();

    half.result(half.answer(1));
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
  }

  @Test
  void aTokenThatKmsNoLongerTakesGetsAFreshOne() {
    half.kms.failing(
        "importMaterial", InMemoryKms.refusal(KmsRefusedException.Kind.UNUSABLE_TOKEN));

    half.result(half.answer(0));

    assertThat(half.stored(id).record().attempt()).isEqualTo(2);
    assertThat(half.job(1).attempt()).isEqualTo(2);
  }

  @Test
  void afterFiveAttemptsItGivesUp() {
    for (int attempt = 0; attempt < 5; attempt++) {
      half.now = half.now.plus(Duration.ofHours(25));
      half.result(half.answer(attempt));
    }
    ImportRecord record = half.stored(id).record();
    assertThat(record.code()).contains(FailureCode.TOO_MANY_ATTEMPTS);
    assertThat(half.sent).hasSize(5);
  }

  @Test
  void resultOfAnOlderAttemptIsDropped() {
    half.kms.failing(
        "importMaterial", InMemoryKms.refusal(KmsRefusedException.Kind.UNUSABLE_TOKEN));
    half.result(half.answer(0));
    StoredImport before = half.stored(id);

    assertThat(half.result(half.answer(0))).isEqualTo(new Verdict.Done());
    assertThat(half.stored(id)).isEqualTo(before);
    assertThat(half.kms.imported).isEmpty();
  }

  @Test
  void aNewAttemptWhoseJobWasNotSentIsSentAtTheNextDelivery() {
    half.kms.failing(
        "importMaterial", InMemoryKms.refusal(KmsRefusedException.Kind.UNUSABLE_TOKEN));
    half.afterSend.add(() -> {
      throw InMemoryKms.unavailable(false);
    });
    assertThatThrownBy(() -> half.result(half.answer(0)))
        .isInstanceOf(KmsUnavailableException.class);

    assertThat(half.result(half.answer(0))).isEqualTo(new Verdict.Done());
    assertThat(half.sent).hasSize(3);
    assertThat(half.sent.get(2)).isEqualTo(half.sent.get(1));
    assertThat(JobDispatch.sent(half.stored(id).record())).isTrue();
  }

  @Test
  void anExpirationThatHasPassedEndsTheImport() {
    ImportId other = half.request("{'newKey':{},'expiration':'2026-11-24'}").importId();
    half.now = half.now.plus(Duration.ofDays(1));

    half.result(half.answer(1));

    assertThat(half.stored(other).record().code()).contains(FailureCode.EXPIRATION_PASSED);
    assertThat(half.kms.imported).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_CIPHERTEXT,MATERIAL_REFUSED",
    "INCORRECT_MATERIAL,MATERIAL_DIFFERS",
    "OTHER,MATERIAL_REFUSED"
  })
  void whatKmsRefusesEndsTheImportWithItsSentence(KmsRefusedException.Kind kind, FailureCode code) {
    half.kms.failing("importMaterial", InMemoryKms.refusal(kind));

    assertThat(half.result(half.answer(0))).isEqualTo(new Verdict.Done());

    ImportRecord record = half.stored(id).record();
    assertThat(record.code()).contains(code);
    assertThat(record.reason().orElseThrow())
        .contains("so says KMS")
        .containsIgnoringCase("request");
  }

  @Test
  void aKeyThatIsGoneEndsTheImportButANewOneMayBeUnknownForAMoment() {
    var gone = InMemoryKms.refusal(KmsRefusedException.Kind.NOT_FOUND);
    half.kms.failing("importMaterial", gone, gone);
    half.result(half.answer(0));
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);

    ImportId other = half.request("{'newKey':{}}").importId();
    half.kms.failing("importMaterial", gone, gone, gone, gone);
    half.result(half.answer(1));
    assertThat(half.stored(other).record().code()).contains(FailureCode.MATERIAL_REFUSED);
  }

  @Test
  void aRefusalThatIsTheDeploymentsFaultChangesNothing() {
    StoredImport before = half.stored(id);
    half.kms.failing(
        "importMaterial",
        InMemoryKms.refusal(KmsRefusedException.Kind.ACCESS_DENIED),
        InMemoryKms.unavailable(true));

    assertThatThrownBy(() -> half.result(half.answer(0))).isInstanceOf(KmsRefusedException.class);
    assertThatThrownBy(() -> half.result(half.answer(0)))
        .isInstanceOf(KmsUnavailableException.class);

    assertThat(half.stored(id)).isEqualTo(before);
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
    half.store.beforeReplace.add(() -> {
      StoredImport s = half.stored(id);
      half.store.imports.put(
          id,
          new StoredImport(
              s.record(),
              s.version() + 1,
              s.requestDigest(),
              s.request(),
              s.attempt(),
              Optional.empty(),
              "other"));
    });
    assertThat(half.result(half.answer(0))).isEqualTo(new Verdict.Done());
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
  }

  @Test
  void aForgeryAheadOfATrueResultDoesNotTakeItAlong() {
    SqsBatch.Message forged = new SqsBatch.Message("1", "r1", "forged");
    SqsBatch.Message genuine = new SqsBatch.Message("2", "r2", half.answer(0));

    List<SqsBatch.Message> kept =
        half.batch().handle(new SqsBatch(List.of(forged, genuine)), half.run("batch"));

    assertThat(kept).containsExactly(forged);
    assertThat(half.released).containsExactly(forged);
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
    assertThat(half.lines).anyMatch(l -> l.startsWith("ERROR message 1 rejected:"));
  }

  @Test
  void whatCouldNotBeFinishedStaysInTheQueueForItsTime() {
    half.kms.failing("importMaterial", InMemoryKms.unavailable(true));
    SqsBatch.Message message = new SqsBatch.Message("1", "r1", half.answer(0));

    assertThat(half.batch().handle(new SqsBatch(List.of(message)), half.run("batch")))
        .containsExactly(message);
    assertThat(half.released).isEmpty();
  }

  private WrapResult result(int attempt, KeyArn key, Sha256 fingerprint) {
    return new WrapResult(
        id,
        attempt,
        half.us(),
        key,
        fingerprint,
        half.now,
        Optional.of(CloudHalf.wrapped(id)),
        Optional.empty());
  }

  private void assertRejected(String message) {
    StoredImport before = half.stored(id);
    assertThat(half.result(message)).isInstanceOf(Verdict.Rejected.class);
    assertThat(half.stored(id)).isEqualTo(before);
    assertThat(half.kms.imported).isEmpty();
  }

  private void assertMismatch(WrapResult result, String named) {
    assertThat(half.result(half.signed(result))).isEqualTo(new Verdict.Done());
    ImportRecord record = half.stored(id).record();
    assertThat(record.code()).contains(FailureCode.RESULT_MISMATCH);
    assertThat(record.reason().orElseThrow()).contains(named);
    assertThat(half.kms.imported).isEmpty();
  }
}
