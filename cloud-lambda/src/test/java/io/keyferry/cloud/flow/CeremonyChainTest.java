package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.job.Verdict;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.record.ChainHead;
import io.keyferry.cloud.record.MovedHeadException;
import io.keyferry.cloud.record.StoredImport;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One record for each import that ends, all in one chain without a gap. */
class CeremonyChainTest {

  private final CloudHalf half = new CloudHalf();

  @Test
  void everyEndedImportIsInTheChainHoweverItEnded() {
    half.request("{'newKey':{}}");
    half.request("{'newKey':{}}");
    half.request("{'newKey':{}}");
    half.kms.failing("parameters", InMemoryKms.refusal(KmsRefusedException.Kind.OTHER));
    half.request("{'newKey':{}}");
    half.result(half.answer(1, Failure.of(FailureCode.POLICY, "no")));
    half.result(half.answer(0));
    half.result(half.answer(2));

    assertChain(4);
    assertThat(half.store.records)
        .extracting(r -> half.opened(r).state())
        .containsExactly(
            ImportState.FAILED, ImportState.FAILED, ImportState.IMPORTED, ImportState.IMPORTED);
  }

  @Test
  void anImportThatEndsWhileAnotherDoesIsRecordedAfterIt() {
    half.request("{'newKey':{}}");
    half.request("{'newKey':{}}");
    half.store.beforeEnd.add(() -> half.result(half.answer(1)));

    half.result(half.answer(0));

    assertChain(2);
    assertThat(half.opened(half.store.records.getLast()).recordId())
        .isEqualTo(half.job(0).importId());
  }

  @Test
  void aResultThatIsDeliveredTwiceAtOnceIsRecordedOnce() {
    half.request("{'newKey':{}}");
    half.store.beforeEnd.add(() -> half.result(half.answer(0)));

    assertThat(half.result(half.answer(0))).isEqualTo(new Verdict.Done());

    assertChain(1);
  }

  @Test
  void killedBetweenImportKeyMaterialAndTheRecordTheNextDeliveryRecordsIt() {
    ImportId id = half.request("{'newKey':{}}").importId();
    half.store.beforeEnd.add(() -> {
      throw new Killed();
    });
    assertThatThrownBy(() -> half.result(half.answer(0))).isInstanceOf(Killed.class);
    assertThat(half.kms.imported).hasSize(1);
    assertThat(half.stored(id).ceremonyRecord()).isEmpty();

    assertThat(half.result(half.answer(0))).isEqualTo(new Verdict.Done());

    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
    assertChain(1);
  }

  @Test
  void withoutItsSigningKeyNoImportEndsAndTheNextDeliveryEndsIt() {
    ImportId id = half.request("{'newKey':{}}").importId();
    StoredImport before = half.stored(id);
    half.recordSigner.failures = 1;
    assertThatThrownBy(() -> half.result(half.answer(0))).hasMessageContaining("signing key");
    assertThat(half.stored(id)).isEqualTo(before);

    half.result(half.answer(0));

    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
    assertChain(1);
  }

  @Test
  void withoutItsSigningKeyARefusedRequestDoesNotFailYetAndItsRepetitionFailsIt() {
    String request = "{'clientToken':'t','newKey':{}}";
    KmsRefusedException refusal = InMemoryKms.refusal(KmsRefusedException.Kind.LIMIT_EXCEEDED);
    half.kms.failing("createKey", refusal, refusal);
    half.recordSigner.failures = 1;
    assertThatThrownBy(() -> half.request(request)).hasMessageContaining("signing key");
    assertThat(half.store.imports.values())
        .singleElement()
        .satisfies(stored -> {
          assertThat(stored.record().state()).isEqualTo(ImportState.REQUESTED);
          assertThat(stored.revision().leaseUntil()).isEmpty();
        });

    ImportRecord record = half.request(request);

    assertThat(record.failed().code()).contains(FailureCode.KMS_KEY_REFUSED);
    assertChain(1);
  }

  @Test
  void whereTheHeadKeepsMovingItStopsInTimeAndNothingHasEnded() {
    ImportId id = half.request("{'newKey':{}}").importId();
    for (int i = 0; i < 1000; i++) {
      half.store.beforeEnd.add(() -> {
        throw new MovedHeadException(ChainHead.NONE);
      });
    }
    var deadline = half.now.plus(CloudHalf.TIMEOUT);

    assertThatThrownBy(() -> half.result(half.answer(0))).isInstanceOf(MovedHeadException.class);

    assertThat(half.now).isBefore(deadline);
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.QUEUED);
  }

  private void assertChain(int length) {
    assertThat(half.store.records).hasSize(length);
    Sha256 previous = AuditLine.NONE;
    Set<ImportId> imports = new HashSet<>();
    List<String> records = half.store.records;
    for (int i = 0; i < length; i++) {
      CeremonyRecord record = half.opened(records.get(i));
      assertThat(record.place().number()).isEqualTo(i + 1);
      assertThat(record.place().previous()).isEqualTo(previous);
      assertThat(imports.add(record.recordId())).isTrue();
      assertThat(half.stored(record.recordId()).ceremonyRecord()).contains(records.get(i));
      previous = Sha256.of(records.get(i).getBytes(StandardCharsets.US_ASCII));
    }
    assertThat(half.store.head()).isEqualTo(new ChainHead(length, previous));
  }
}
