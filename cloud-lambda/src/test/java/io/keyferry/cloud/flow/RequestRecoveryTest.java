package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.record.StillLeasedException;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.record.StepEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Crashes, lost answers and throttling between a request and its job. */
class RequestRecoveryTest {

  private static final String REQUEST = "{'clientToken':'t','newKey':{'alias':'alias/a'}}";

  private final CloudHalf half = new CloudHalf();

  @Test
  void aLostAnswerOfCreateKeyLeavesNoSecondKey() {
    half.kms.loseNextCreateAnswer = true;

    ImportRecord record = half.request(REQUEST);

    assertThat(half.kms.keys).hasSize(1);
    assertThat(record.state()).isEqualTo(ImportState.QUEUED);
    assertThat(record.history()).extracting(StepEvent::step).contains(ImportStep.KMS_KEY_FOUND);
  }

  /** Its nonce makes it ours, even while DescribeKey lags behind. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aKeyThatKmsDoesNotShowInFullYetIsWaitedForAndNotTakenForAnothers(boolean isListed) {
    half.kms.loseNextCreateAnswer = true;
    Duration late = Duration.ofSeconds(9);
    half.kms.creating = late;
    half.kms.unknown = isListed ? Duration.ZERO : late;

    ImportRecord record = half.request(REQUEST);

    assertThat(record.state()).isEqualTo(ImportState.QUEUED);
    assertThat(half.kms.keys).hasSize(1);
    assertThat(half.lines).noneMatch(line -> line.startsWith("ERROR"));
  }

  @Test
  void aKeyThatKmsDoesNotShowInFullInTimeIsLeftToTheRepetition() {
    half.kms.loseNextCreateAnswer = true;
    half.kms.creating = Duration.ofMinutes(2);

    assertThatThrownBy(() -> half.request(REQUEST)).isInstanceOf(KmsUnavailableException.class);
    half.now = half.now.plus(half.kms.creating);

    assertThat(half.request(REQUEST).state()).isEqualTo(ImportState.QUEUED);
    assertThat(half.kms.keys).hasSize(1);
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
    half.kms.afterCreate.add(() -> {
      throw new Killed();
    });
    assertTheRepetitionFindsTheKey();
  }

  @Test
  void killedBeforeTheKeyIsInTheRecordTheRepetitionFindsTheKey() {
    half.store.beforeReplace.add(() -> {
      throw new Killed();
    });
    assertTheRepetitionFindsTheKey();
  }

  private void assertTheRepetitionFindsTheKey() {
    assertThatThrownBy(() -> half.request(REQUEST)).isInstanceOf(Killed.class);

    assertThat(half.request(REQUEST).state()).isEqualTo(ImportState.REQUESTED);
    half.now = half.now.plus(CloudHalf.TIMEOUT).plusSeconds(3);
    ImportRecord record = half.request(REQUEST);

    assertThat(record.state()).isEqualTo(ImportState.QUEUED);
    assertThat(half.kms.keys).hasSize(1);
  }

  @Test
  void lambdasRetryOfAKilledRunIsNotAnsweredAsASuccess() {
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
  void aJobThatIsTooOldToBeSentAgainIsReplacedByTheNextAttempt() {
    half.afterSend.add(() -> {
      throw new Killed();
    });
    assertThatThrownBy(() -> half.request(REQUEST)).isInstanceOf(Killed.class);
    half.now = half.now.plus(CloudHalf.LIFETIME);

    assertThat(half.request(REQUEST).attempt()).isEqualTo(2);
    assertThat(half.job(1).attempt()).isEqualTo(2);
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
    half.kms.failing("keysOf", new IllegalStateException("a search that is not needed"));
    assertThat(half.request(REQUEST).state()).isEqualTo(ImportState.QUEUED);
    assertThat(half.kms.keys).hasSize(1);
  }
}
