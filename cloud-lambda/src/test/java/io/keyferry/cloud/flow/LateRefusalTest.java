package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.job.Verdict;
import io.keyferry.cloud.kms.KmsRefusedException.Kind;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.value.ImportId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The agent was down, returns and refuses jobs that have become too old. */
class LateRefusalTest {

  private final CloudHalf half = new CloudHalf();
  private ImportId id = new ImportId("00000000-0000-0000-0000-000000000000");

  @BeforeEach
  void queueOneImport() {
    id = half.request("{'newKey':{}}").importId();
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureCode.class,
      names = {"JOB_EXPIRED", "JOB_SUPERSEDED"})
  void getsNewParametersAndTheImportContinues(FailureCode code) {
    half.now = half.now.plus(CloudHalf.LIFETIME).plusSeconds(1);

    assertThat(half.result(half.answer(0, refusal(code)))).isEqualTo(new Verdict.Done());

    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.QUEUED);
    assertThat(half.job(1).attempt()).isEqualTo(2);
    assertThat(half.job(1).wrappingKey()).isNotEqualTo(half.job(0).wrappingKey());
    half.result(half.answer(1));
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
    assertThat(half.record(id).halves().statement()).isPresent();
  }

  @Test
  void deliveredTwiceAsksOnce() {
    String refusal = half.answer(0, refusal(FailureCode.JOB_EXPIRED));
    half.result(refusal);
    half.result(refusal);
    assertThat(half.sent).hasSize(2);
    assertThat(half.stored(id).record().attempt()).isEqualTo(2);
  }

  @Test
  void killedBeforeTheNewJobIsSentTheNextDeliverySendsIt() {
    half.afterSend.add(() -> {
      throw new Killed();
    });
    String refusal = half.answer(0, refusal(FailureCode.JOB_EXPIRED));
    assertThatThrownBy(() -> half.result(refusal)).isInstanceOf(Killed.class);
    half.result(refusal);
    assertThat(half.sent.getLast()).isEqualTo(half.sent.get(1));
    half.result(half.answer(1));
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
  }

  @Test
  void whatTheScheduleHasRenewedAlreadyIsNotRenewedAgain() {
    String refusal = half.answer(0, refusal(FailureCode.JOB_EXPIRED));
    half.now = half.now.plus(CloudHalf.LIFETIME).plus(Duration.ofMinutes(6));
    half.resume();
    half.result(refusal);
    assertThat(half.sent).hasSize(2);
  }

  @Test
  void manyRefusalsAtOnceEndNoImport() {
    List<ImportId> ids = new ArrayList<>(List.of(id));
    for (int i = 1; i < 20; i++) {
      ids.add(half.request("{'newKey':{}}").importId());
    }
    half.now = half.now.plus(CloudHalf.LIFETIME).plus(Duration.ofMinutes(3));

    for (int i = 0; i < 20; i++) {
      half.result(half.answer(i, refusal(FailureCode.JOB_EXPIRED)));
    }

    assertThat(ids)
        .allSatisfy(
            each -> assertThat(half.stored(each).record().state()).isEqualTo(ImportState.QUEUED));
    assertThat(half.published).isEmpty();
  }

  @Test
  void anAgentWhoseClockIsWrongGetsFiveJobsAtOnceAndThenFewerAndFewer() {
    for (int i = 0; i < 5; i++) {
      half.result(half.answer(i, refusal(FailureCode.JOB_EXPIRED)));
    }
    assertThat(half.sent).hasSize(5);

    for (int hours : List.of(1, 2, 4, 8, 12, 12)) {
      assertThat(half.stored(id).record().state()).isEqualTo(ImportState.QUEUED);
      assertThat(half.stored(id).due()).contains(half.now.plus(Duration.ofHours(hours)));
      assertThat(half.lines.getLast())
          .startsWith("ERROR " + id)
          .contains("Check that agent", "its clock is right");
      half.now = half.now.plus(Duration.ofHours(hours));
      half.resume();
      half.result(half.answer(half.sent.size() - 1, refusal(FailureCode.JOB_EXPIRED)));
    }
    assertThat(half.sent).hasSize(11);

    half.now = half.now.plus(Duration.ofHours(12));
    half.resume();
    half.result(half.answer(11));
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
    assertThat(half.record(id).halves().statement()).isPresent();
  }

  @Test
  void aRefusalDeliveredTwiceAfterFiveAttemptsPostponesTheImportOnce() {
    for (int i = 0; i < 4; i++) {
      half.result(half.answer(i, refusal(FailureCode.JOB_EXPIRED)));
    }
    String refusal = half.answer(4, refusal(FailureCode.JOB_EXPIRED));
    half.result(refusal);
    half.result(refusal);
    assertThat(half.sent).hasSize(5);
    assertThat(half.stored(id).record().attempt()).isEqualTo(5);
  }

  /** Anyone who can write to the queue can send the agent's refusal any number of times. */
  @Test
  void aRefusalThatIsDeliveredRepeatedlyAfterFiveAttemptsDoesNotKeepPostponingTheImport() {
    for (int i = 0; i < 4; i++) {
      half.result(half.answer(i, refusal(FailureCode.JOB_EXPIRED)));
    }
    String refusal = half.answer(4, refusal(FailureCode.JOB_EXPIRED));
    half.result(refusal);
    for (int i = 0; i < 4; i++) {
      half.now = half.now.plus(Duration.ofMinutes(15));
      half.result(refusal);
    }

    half.resume();

    assertThat(half.sent).hasSize(6);
    half.result(half.answer(5));
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
  }

  @Test
  void ifTheKeyIsDeletedMeanwhileTheImportEndsWithoutTheRefusalOfAnAttemptThatWasGivenUp() {
    half.settle();
    half.kms.failing("parameters", InMemoryKms.refusal(Kind.NOT_FOUND));
    half.result(half.answer(0, refusal(FailureCode.JOB_EXPIRED)));
    assertThat(half.stored(id).record().failed().code()).contains(FailureCode.PARAMETERS_REFUSED);
    assertThat(half.record(id).halves().statement()).isEmpty();
  }

  private static Failure refusal(FailureCode code) {
    return Failure.of(code, "set the clock right");
  }
}
