package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.event.Fault;
import io.keyferry.cloud.event.RefusedException;
import io.keyferry.model.FailureCode;
import io.keyferry.model.ImportRecord;
import io.keyferry.model.ImportState;
import io.keyferry.model.ImportStep;
import io.keyferry.model.KeyArn;
import io.keyferry.model.StepEvent;
import io.keyferry.model.WrapJob;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RequestHandlingTest {

  private static final String REQUEST = "{'clientToken':'t','newKey':{'alias':'alias/a'}}";

  /** What ends a process: nothing in it can tidy up. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final CloudHalf half = new CloudHalf();

  @Test
  void aRequestBecomesOneKeyAndOneSignedJob() {
    ImportRecord record = half.request(REQUEST);

    assertThat(record.state()).isEqualTo(ImportState.QUEUED);
    assertThat(half.kms.aliases).containsEntry("alias/a", record.keyArn().orElseThrow());
    WrapJob job = half.job(0);
    assertThat(job.importId()).isEqualTo(record.importId());
    assertThat(job.attempt()).isEqualTo(1);
    assertThat(job.audience()).isEqualTo(half.agent.verificationKey().thumbprint());
    assertThat(job.keyArn()).isEqualTo(record.keyArn().orElseThrow());
    assertThat(job.expiresAt()).isEqualTo(half.now.plus(CloudHalf.LIFETIME));
    assertThat(Optional.of(job.wrappingKey().fingerprint()))
        .isEqualTo(record.wrappingKeyFingerprint());
    assertThat(record.history())
        .extracting(StepEvent::step)
        .containsExactly(
            ImportStep.REQUEST_ACCEPTED,
            ImportStep.KMS_KEY_CREATED,
            ImportStep.PARAMETERS_OBTAINED,
            ImportStep.RECORD_STORED,
            ImportStep.JOB_SENT);
    assertThat(half.steps).isEqualTo(record.history());
    assertThat(half.stored(record.importId()).leaseUntil()).isEmpty();
  }

  @Test
  void anExistingKeyIsUsedAsItIs() {
    KeyArn key = half.kms.addEmpty();
    half.kms.aliases.put("alias/payments", key);

    ImportRecord record = half.request("{'keyId':'alias/payments'}");

    assertThat(record.keyArn()).contains(key);
    assertThat(record.state()).isEqualTo(ImportState.QUEUED);
    assertThat(half.kms.keys).hasSize(1);
  }

  @Test
  void neitherRecordNorLogEverHoldsTheImportToken() {
    ImportRecord record = half.request(REQUEST);
    String token =
        half.stored(record.importId()).attempt().orElseThrow().importToken().orElseThrow().base64();
    assertThat(record.toString()).doesNotContain(token, "SECRET-TOKEN");
    assertThat(half.stored(record.importId()).toString()).doesNotContain(token, "SECRET-TOKEN");
    assertThat(half.lines).noneMatch(line -> line.contains(token) || line.contains("SECRET"));
    assertThat(half.sent.getFirst()).doesNotContain(token);
  }

  @Test
  void aRepeatedTokenReturnsTheFirstImport() {
    ImportRecord first = half.request(REQUEST);
    ImportRecord second = half.request(REQUEST);

    assertThat(second).isEqualTo(first);
    assertThat(half.kms.keys).hasSize(1);
    assertThat(half.sent).hasSize(1);
  }

  @Test
  void withoutATokenLambdasOwnRepetitionIsRecognised() {
    ImportRecord first = half.request("{'newKey':{}}", "one");
    assertThat(half.request("{'newKey':{}}", "one")).isEqualTo(first);
    assertThat(half.request("{'newKey':{}}", "two").importId()).isNotEqualTo(first.importId());
  }

  @Test
  void theTokenOfAnotherRequestIsRefused() {
    half.request(REQUEST);
    assertThatThrownBy(() -> half.request("{'clientToken':'t','newKey':{}}"))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.status()).isEqualTo(RefusedException.Status.CONFLICT));
    assertThat(half.kms.keys).hasSize(1);
  }

  @Test
  void everyFaultOfFormClockAndAwsComesInOneAnswerAndNothingIsDone() {
    KeyArn other = half.kms.addEmpty();
    half.kms.aliases.put("alias/a", other);

    assertThat(faults("{'newKey':{'alias':'alias/a','more':1},'expiration':'2026-11-23'}"))
        .extracting(Fault::field)
        .containsExactlyInAnyOrder("newKey.alias", "newKey.more", "expiration");
    assertThat(half.kms.keys).hasSize(1);
    assertThat(half.store.imports).isEmpty();
    assertThat(half.sent).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "AWS_KMS,SYMMETRIC_DEFAULT,PendingImport,,origin AWS_KMS",
    "EXTERNAL,RSA_2048,PendingImport,,key spec RSA_2048",
    "EXTERNAL,SYMMETRIC_DEFAULT,PendingDeletion,,state PendingDeletion",
    "EXTERNAL,SYMMETRIC_DEFAULT,PendingImport,abc,key material abc"
  })
  void refusesAKeyThatCannotTakeNewMaterial(
      String origin, String spec, String state, String material, String found) {
    KeyArn key = half.kms.add(origin, spec, state, Optional.ofNullable(material));
    assertThat(faults("{'keyId':'" + key + "'}")).extracting(Fault::found).containsExactly(found);
  }

  @Test
  void refusesAKeyThatDoesNotExist() {
    assertThat(faults("{'keyId':'alias/none'}")).extracting(Fault::field).containsExactly("keyId");
  }

  @ParameterizedTest
  @CsvSource({"2026-11-23T09:30:00Z", "2027-11-23T09:30:00Z"})
  void refusesAnExpirationThatKmsWouldNotTake(String time) {
    assertThat(faults("{'newKey':{},'expiration':'" + time + "'}"))
        .extracting(Fault::field)
        .containsExactly("expiration");
  }

  @Test
  void aLostAnswerOfCreateKeyLeavesNoSecondKey() {
    half.kms.loseNextCreateAnswer = true;

    ImportRecord record = half.request(REQUEST);

    assertThat(half.kms.keys).hasSize(1);
    assertThat(record.state()).isEqualTo(ImportState.QUEUED);
    assertThat(record.history()).extracting(StepEvent::step).contains(ImportStep.KMS_KEY_FOUND);
  }

  @Test
  void aThrottledCreateKeyIsRepeatedWithoutSearching() {
    half.kms.failing("createKey", InMemoryKms.unavailable(true));
    half.kms.failing("keysOf", new IllegalStateException("a search that is not needed"));

    assertThat(half.request(REQUEST).state()).isEqualTo(ImportState.QUEUED);
    assertThat(half.kms.failures.get("keysOf")).hasSize(1);
  }

  @Test
  void killedAfterCreateKeyTheRepetitionFindsTheKey() {
    half.store.beforeReplace.add(() -> {
      throw new Killed();
    });
    assertThatThrownBy(() -> half.request(REQUEST)).isInstanceOf(Killed.class);

    assertThat(half.request(REQUEST).state()).isEqualTo(ImportState.REQUESTED);
    half.now = half.now.plus(CloudHalf.TIMEOUT).plusSeconds(3);
    ImportRecord record = half.request(REQUEST);

    assertThat(record.state()).isEqualTo(ImportState.QUEUED);
    assertThat(half.kms.keys).hasSize(1);
    assertThat(half.kms.aliases).hasSize(1);
  }

  @Test
  void lambdasRepetitionOfAKilledRunIsNotAnsweredAsIfAllWereWell() {
    half.store.beforeReplace.add(() -> {
      throw new Killed();
    });
    assertThatThrownBy(() -> half.request(REQUEST, "same")).isInstanceOf(Killed.class);

    assertThatThrownBy(() -> half.request(REQUEST, "same"))
        .isInstanceOf(StillLeasedException.class);
  }

  @Test
  void killedAfterSendingTheRepetitionSendsTheSameBytes() {
    half.afterSend.add(() -> {
      throw new Killed();
    });
    assertThatThrownBy(() -> half.request(REQUEST)).isInstanceOf(Killed.class);
    half.now = half.now.plus(CloudHalf.TIMEOUT).plusSeconds(3);

    assertThat(half.request(REQUEST).state()).isEqualTo(ImportState.QUEUED);
    assertThat(half.sent).hasSize(2);
    assertThat(half.sent.get(1)).isEqualTo(half.sent.get(0));
  }

  @Test
  void aJobThatIsTooOldToBeSentAgainIsReplacedByANewAttempt() {
    half.afterSend.add(() -> {
      throw new Killed();
    });
    assertThatThrownBy(() -> half.request(REQUEST)).isInstanceOf(Killed.class);
    half.now = half.now.plus(CloudHalf.LIFETIME);

    assertThat(half.request(REQUEST).attempt()).isEqualTo(2);
    assertThat(half.job(1).attempt()).isEqualTo(2);
  }

  @Test
  void twoKeysOfOneImportEndItNamingBoth() {
    half.store.beforeReplace.add(() -> {
      throw new Killed();
    });
    assertThatThrownBy(() -> half.request(REQUEST)).isInstanceOf(Killed.class);
    KeyArn second = half.kms.addEmpty();
    half.kms.tags.put(second, half.kms.tags.values().iterator().next());
    half.now = half.now.plus(CloudHalf.TIMEOUT).plusSeconds(3);

    ImportRecord record = half.request(REQUEST);

    assertThat(record.code()).contains(FailureCode.KMS_KEY_REFUSED);
    assertThat(half.kms.keys.keySet())
        .hasSize(2)
        .allSatisfy(key -> assertThat(record.reason().orElseThrow()).contains(key.toString()));
  }

  @Test
  void anAliasTakenInTheMeantimeEndsTheImportNamingItsOwner() {
    KeyArn other = half.kms.addEmpty();
    half.store.beforeReplace.add(() -> half.kms.aliases.put("alias/a", other));

    ImportRecord record = half.request(REQUEST);

    assertThat(record.code()).contains(FailureCode.KMS_KEY_REFUSED);
    assertThat(record.reason().orElseThrow()).contains("alias/a", other.toString());
    assertThat(half.sent).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = KmsRefusedException.Kind.class,
      names = {"ACCESS_DENIED", "MALFORMED_POLICY", "LIMIT_EXCEEDED", "OTHER"})
  void aRefusedKeyEndsTheImportWithKmsSentenceAndACure(KmsRefusedException.Kind kind) {
    half.kms.failing("createKey", InMemoryKms.refusal(kind));

    ImportRecord record = half.request(REQUEST);

    assertThat(record.state()).isEqualTo(ImportState.FAILED);
    assertThat(record.code()).contains(FailureCode.KMS_KEY_REFUSED);
    assertThat(record.reason().orElseThrow()).contains("so says KMS", "request again");
    assertThat(half.request(REQUEST)).isEqualTo(record);
  }

  @Test
  void waitsWhereKmsDoesNotKnowItsNewKeyEverywhereYet() {
    half.kms.failing(
        "parameters",
        InMemoryKms.refusal(KmsRefusedException.Kind.NOT_FOUND),
        InMemoryKms.refusal(KmsRefusedException.Kind.INVALID_STATE),
        InMemoryKms.unavailable(true));

    assertThat(half.request(REQUEST).state()).isEqualTo(ImportState.QUEUED);
    assertThat(half.pauses).hasSize(3).allMatch(p -> p.compareTo(Duration.ofSeconds(1)) >= 0);
  }

  @Test
  void refusedParametersEndTheImport() {
    half.kms.failing("parameters", InMemoryKms.refusal(KmsRefusedException.Kind.ACCESS_DENIED));
    assertThat(half.request(REQUEST).code()).contains(FailureCode.PARAMETERS_REFUSED);
  }

  @Test
  void throttledToTheEndItStopsInTimeAndTheRepetitionContinues() {
    for (int i = 0; i < 60; i++) {
      half.kms.failing("parameters", InMemoryKms.unavailable(true));
    }
    var deadline = half.now.plus(CloudHalf.TIMEOUT);
    assertThatThrownBy(() -> half.request(REQUEST)).isInstanceOf(KmsUnavailableException.class);
    assertThat(half.now).isBefore(deadline);

    half.kms.failures.clear();
    assertThat(half.request(REQUEST).state()).isEqualTo(ImportState.QUEUED);
    assertThat(half.kms.keys).hasSize(1);
  }

  @Test
  void aResultThatIsFasterThanTheRecordIsNotUndone() {
    half.afterSend.add(() -> half.result(half.answer(0)));

    assertThat(half.request(REQUEST).state()).isEqualTo(ImportState.IMPORTED);
  }

  private List<Fault> faults(String request) {
    try {
      half.request(request);
    } catch (RefusedException e) {
      return e.faults();
    }
    throw new AssertionError("expected faults in " + request);
  }
}
