package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.job.Verdict;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.record.StoredImport;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.ImportId;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** True results whose key material KMS does not accept. */
class MaterialRefusedTest {

  private final CloudHalf half = new CloudHalf();
  private ImportId id = new ImportId("00000000-0000-0000-0000-000000000000");

  @BeforeEach
  void queueOneImport() {
    id = half.request("{'newKey':{}}").importId();
  }

  @Test
  void anExpirationThatHasPassedEndsTheImport() {
    ImportId other = half.request("{'newKey':{},'expiration':'2026-11-24'}").importId();
    half.now = half.now.plus(Duration.ofDays(1));

    half.result(half.answer(1));

    assertThat(half.stored(other).record().failed().code()).contains(FailureCode.EXPIRATION_PASSED);
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
    assertThat(record.failed().code()).contains(code);
    assertThat(record.failed().reason().orElseThrow())
        .contains("so says KMS")
        .containsIgnoringCase("request");
  }

  @Test
  void aDeletedKeyEndsTheImportButNewKeysMayBeUnknownForAMoment() {
    var gone = InMemoryKms.refusal(KmsRefusedException.Kind.NOT_FOUND);
    half.kms.failing("importMaterial", gone, gone);
    half.result(half.answer(0));
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);

    ImportId other = half.request("{'newKey':{}}").importId();
    half.kms.keys.remove(half.job(1).keyArn());
    String answer = half.answer(1);
    assertThatThrownBy(() -> half.result(answer)).isInstanceOf(KmsUnavailableException.class);
    assertThat(half.stored(other).record().state()).isEqualTo(ImportState.QUEUED);
    half.settle();
    half.result(answer);
    assertThat(half.stored(other).record().failed().code()).contains(FailureCode.MATERIAL_REFUSED);
  }

  @Test
  void aNewKeyIsNewHoweverOldItsRequestIs() {
    half.kms.failingAlways("createKey", InMemoryKms.unavailable(true));
    assertThatThrownBy(() -> half.request("{'clientToken':'t','newKey':{}}"))
        .isInstanceOf(KmsUnavailableException.class);
    half.kms.failures.clear();
    half.now = half.now.plus(Duration.ofHours(1));
    half.resume();
    half.kms.failing(
        "importMaterial",
        InMemoryKms.refusal(KmsRefusedException.Kind.NOT_FOUND),
        InMemoryKms.refusal(KmsRefusedException.Kind.ACCESS_DENIED));

    half.result(half.answer(1));

    assertThat(half.stored(half.id("t")).record().state()).isEqualTo(ImportState.IMPORTED);
  }

  @Test
  void aRefusalThatIsTheDeploymentsFaultChangesNothing() {
    StoredImport before = half.stored(id);
    half.settle();
    half.kms.failing("importMaterial", InMemoryKms.refusal(KmsRefusedException.Kind.ACCESS_DENIED));

    assertThatThrownBy(() -> half.result(half.answer(0))).isInstanceOf(KmsRefusedException.class);
    half.kms.failingAlways("importMaterial", InMemoryKms.unavailable(true));
    assertThatThrownBy(() -> half.result(half.answer(0)))
        .isInstanceOf(KmsUnavailableException.class);

    assertThat(half.stored(id)).isEqualTo(before);
  }
}
