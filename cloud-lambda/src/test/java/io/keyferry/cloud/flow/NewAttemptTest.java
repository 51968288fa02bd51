package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.job.JobDispatch;
import io.keyferry.cloud.job.Verdict;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.record.StoredImport;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.ImportId;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Results that come when their import parameters can no longer be used. */
class NewAttemptTest {

  private final CloudHalf half = new CloudHalf();
  private ImportId id = new ImportId("00000000-0000-0000-0000-000000000000");

  @BeforeEach
  void queueOneImport() {
    id = half.request("{'newKey':{}}").importId();
  }

  @Test
  void anExpiredTokenIsReplacedAndTheImportContinues() {
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
  void aTokenThatKmsNoLongerAcceptsIsReplaced() {
    half.kms.failing(
        "importMaterial", InMemoryKms.refusal(KmsRefusedException.Kind.UNUSABLE_TOKEN));

    half.result(half.answer(0));

    assertThat(half.stored(id).record().attempt()).isEqualTo(2);
    assertThat(half.job(1).attempt()).isEqualTo(2);
  }

  @Test
  void afterFiveAttemptsTheScheduleStartsTheNext() {
    for (int attempt = 0; attempt < 5; attempt++) {
      half.now = half.now.plus(Duration.ofHours(25));
      half.result(half.answer(attempt));
    }
    assertThat(half.sent).hasSize(5);
    assertThat(half.lines.getLast()).startsWith("ERROR " + id);

    half.now = half.now.plus(Duration.ofHours(1));
    half.resume();
    half.result(half.answer(5));
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
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
    assertThat(half.lines)
        .contains("INFO " + id + " result of attempt 1 dropped, attempt 2 is under way");
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
}
