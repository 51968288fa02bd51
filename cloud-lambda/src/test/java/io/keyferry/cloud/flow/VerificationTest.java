package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.event.RefusedException;
import io.keyferry.cloud.job.Verdict;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.message.WrappedKey;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proof that KMS holds the key that is in the HSM. */
class VerificationTest {

  private final CloudHalf half = new CloudHalf();
  private ImportId first = new ImportId("00000000-0000-0000-0000-000000000000");
  private KeyArn key = CloudHalf.SIGNING_KEY;

  @BeforeEach
  void importAKey() {
    first = half.request("{'newKey':{},'expiration':'2027-01-31'}").importId();
    half.result(half.answer(0));
    key = half.job(0).keyArn();
  }

  @Test
  void ordersTheHsmKeyOfTheFirstImportAndNoOther() {
    ImportRecord record = half.request(verify(false));

    WrapJob job = half.job(1);
    assertThat(job.importId()).isEqualTo(record.importId()).isNotEqualTo(first);
    assertThat(job.hsm().existingKey()).contains(new HsmKeyName.Id(CkaId.of(first)));
    assertThat(job.keyArn()).isEqualTo(key);
    assertThat(record.order().verifies()).contains(first);
    assertThat(half.kms.keys).hasSize(1);
  }

  @Test
  void theSameKeyIsProvedByImportingItAsExistingMaterialWithTheSameExpiration() {
    ImportId id = half.request(verify(false)).importId();
    assertThat(half.result(half.answer(1))).isEqualTo(new Verdict.Done());

    ImportRecord record = half.stored(id).record();
    assertThat(record.state()).isEqualTo(ImportState.IMPORTED);
    assertThat(record.kms().keyMaterialId()).contains("material-id");
    assertThat(half.kms.orders.getLast())
        .isEqualTo(
            new InMemoryKms.Order(
                key, Expiration.parse("2027-01-31T00:00:00Z"), Optional.of("material-id")));
    assertThat(half.kms.orders.getFirst().existing()).isEmpty();
    assertThat(half.record(id).order().verifies()).contains(first);
    assertThat(half.record(id).place().number()).isEqualTo(2);
    assertThat(half.record(id).halves().statement()).isPresent();
  }

  @Test
  void anotherKeyInTheHsmIsReportedAndKmsKeepsWhatItHas() {
    ImportId id = half.request(verify(false)).importId();
    WrappedKey truth = TestAgent.wrapped(CkaId.of(first));
    WrappedKey other =
        new WrappedKey(Blob.of(new byte[] {7}), truth.algorithm(), truth.hsmKey(), truth.token());

    half.result(half.answer(1, other));

    ImportRecord record = half.stored(id).record();
    assertThat(record.failed().code()).contains(FailureCode.MATERIAL_DIFFERS);
    assertThat(record.failed().reason().orElseThrow())
        .contains("HSM's key " + CkaId.of(first), "not the key material material-id");
    assertThat(half.kms.imported).hasSize(1);
    assertThat(half.record(id).order().verifies()).contains(first);
  }

  @Test
  void anotherHsmKeyThanTheOneToProveIsNotSentToKms() {
    ImportId id = half.request(verify(false)).importId();

    half.result(half.answer(1, TestAgent.wrapped(CkaId.of(id))));

    assertThat(half.stored(id).record().failed().code()).contains(FailureCode.RESULT_MISMATCH);
    assertThat(half.kms.imported).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Disabled", "PendingImport", "PendingDeletion"})
  void aKeyThatWasTakenOutOfUseSinceTheRequestIsLeftUnchanged(String state) {
    ImportId id = half.request(verify(false)).importId();
    half.kms.become(key, state);

    half.result(half.answer(1));

    ImportRecord record = half.stored(id).record();
    assertThat(record.state()).isEqualTo(ImportState.FAILED);
    assertThat(record.failed().reason().orElseThrow()).contains("since the request", state);
    assertThat(half.kms.imported).hasSize(1);
    assertThat(half.record(id).kms().kmsKey().orElseThrow().state()).isEqualTo(state);
  }

  @Test
  void aKeyThatTheImportEnabledIsReportedAsEnabled() {
    half.kms.become(key, "Disabled");
    ImportId id = half.request(verify(true)).importId();
    half.result(half.answer(1));

    assertThat(enabledDetail(id)).contains("was Disabled: this import enabled it");
  }

  @Test
  void aKeyThatWasAlwaysEnabledIsNotReportedAsEnabledByTheImport() {
    ImportId id = half.request(verify(true)).importId();
    half.result(half.answer(1));
    assertThat(enabledDetail(id)).isEqualTo(key.toString());
  }

  @Test
  void killedAfterKmsEnabledTheKeyTheNextDeliveryStillSaysSo() {
    half.kms.become(key, "Disabled");
    ImportId id = half.request(verify(true)).importId();
    half.store.beforeEnd.add(() -> {
      throw InMemoryKms.unavailable(false);
    });
    assertThatThrownBy(() -> half.result(half.answer(1)))
        .isInstanceOf(KmsUnavailableException.class);

    half.result(half.answer(1));

    assertThat(enabledDetail(id)).contains("was Disabled: this import enabled it");
  }

  @Test
  void aVerificationDoesNotSetBackWhatAnAdministratorHasProlonged() {
    Expiration prolonged = Expiration.parse("2027-06-30T00:00:00Z");
    half.kms.prolong(key, prolonged);
    assertThatThrownBy(() -> half.request(verify(false)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("request \"expiration\": \"2027-06-30T00:00:00.000Z\"")
        .hasMessageContaining("found 2027-06-30T00:00:00.000Z");

    ImportRecord record =
        half.request(
            "{'verify':{'importId':'%s'},'expiration':'2027-06-30T00:00:00.000Z'}"
                .formatted(first));
    half.result(half.answer(1));

    assertThat(half.stored(record.importId()).record().state()).isEqualTo(ImportState.IMPORTED);
    assertThat(half.record(record.importId()).order().expiration()).isEqualTo(prolonged);
    assertThat(half.kms.orders.getLast().expiration()).isEqualTo(prolonged);
    // The next verification uses that one.
    half.request("{'verify':{'importId':'%s'}}".formatted(record.importId()));
    half.result(half.answer(2));
    assertThat(half.kms.orders.getLast().expiration()).isEqualTo(prolonged);
  }

  @Test
  void aVerificationIsPossibleAfterTheRecordedDateWhereKmsStillHasTheKey() {
    half.kms.prolong(key, Expiration.NEVER);
    half.now = Expiration.parse("2027-02-01T00:00:00Z").validTo().orElseThrow();
    ImportId id =
        half.request("{'verify':{'importId':'%s'},'expiration':'never'}".formatted(first))
            .importId();
    half.result(half.answer(1));
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
    assertThat(half.kms.orders.getLast().expiration()).isEqualTo(Expiration.NEVER);
  }

  @Test
  void aVerificationSetsNoOtherExpirationThanKmsHas() {
    assertThatThrownBy(() ->
            half.request("{'verify':{'importId':'%s'},'expiration':'never'}".formatted(first)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("expected what KMS has, 2027-01-31T00:00:00.000Z")
        .hasMessageContaining("found never");
  }

  @Test
  void anExpirationThatWasChangedSinceTheRequestIsLeftUnchanged() {
    ImportId id = half.request(verify(false)).importId();
    half.kms.prolong(key, Expiration.NEVER);

    half.result(half.answer(1));

    ImportRecord record = half.stored(id).record();
    assertThat(record.failed().code()).contains(FailureCode.MATERIAL_REFUSED);
    assertThat(record.failed().reason().orElseThrow())
        .contains("since the request", "\"expiration\": \"never\"", "found never");
    assertThat(half.kms.imported).hasSize(1);
  }

  @Test
  void thatKmsKeepsNoMillisecondsIsNoDifference() {
    ImportId id = half.request("{'newKey':{},'expiration':'2027-01-31T00:00:00.789Z'}").importId();
    half.result(half.answer(1));
    Expiration kept = Expiration.parse("2027-01-31T00:00:00Z");
    half.kms.prolong(half.job(1).keyArn(), kept);
    ImportId proof = half.request("{'verify':{'importId':'" + id + "'}}").importId();
    half.result(half.answer(2));

    assertThat(half.stored(proof).record().state()).isEqualTo(ImportState.IMPORTED);
    assertThat(half.kms.orders.getLast().expiration()).isEqualTo(kept);
  }

  @Test
  void materialThatExpiredSinceTheRequestIsNotBroughtBack() {
    ImportId id = half.request(verify(false)).importId();
    half.now = Expiration.parse("2027-01-31T00:00:00Z").validTo().orElseThrow();

    half.result(half.answer(1));

    assertThat(half.stored(id).record().failed().code()).contains(FailureCode.EXPIRATION_PASSED);
    assertThat(half.kms.imported).hasSize(1);
  }

  @Test
  void aVerificationCanItselfBeVerified() {
    ImportId second = half.request(verify(false)).importId();
    half.result(half.answer(1));
    half.request("{'verify':{'importId':'" + second + "'}}");
    assertThat(half.job(2).hsm().existingKey()).contains(new HsmKeyName.Id(CkaId.of(first)));
  }

  private String verify(boolean evenIfDisabled) {
    return "{'clientToken':'v','verify':{'importId':'%s','evenIfDisabled':%s}}"
        .formatted(first, evenIfDisabled);
  }

  private String enabledDetail(ImportId id) {
    return half.stored(id).record().history().stream()
        .filter(event -> event.step() == ImportStep.KEY_ENABLED)
        .findFirst()
        .orElseThrow()
        .detail();
  }
}
