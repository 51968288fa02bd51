package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.recovery.Resumption;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.value.ImportId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client's repetitions and the schedule's retries are counted separately. */
class RetryBudgetTest {

  private static final String REQUEST = "{'clientToken':'t','newKey':{}}";

  private final CloudHalf half = new CloudHalf();

  @Test
  void aClientThatRepeatsUsesUpNoTryOfTheSchedule() {
    down();
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> half.request(REQUEST)).isInstanceOf(IllegalStateException.class);
    }
    assertThat(half.resume().failed()).containsExactly(half.id("t"));
    up();
    half.now = half.now.plus(Duration.ofMinutes(10));

    assertThat(half.resume().taken()).containsExactly(half.id("t"));

    assertThat(half.stored(half.id("t")).record().state()).isEqualTo(ImportState.QUEUED);
  }

  @Test
  void aClientThatRepeatsDoesNotHurryTheSchedule() {
    down();
    assertThatThrownBy(() -> half.request(REQUEST)).isInstanceOf(IllegalStateException.class);
    half.resume();
    Instant next = half.stored(half.id("t")).due().orElseThrow();

    assertThatThrownBy(() -> half.request(REQUEST)).isInstanceOf(IllegalStateException.class);

    assertThat(half.stored(half.id("t")).due()).contains(next);
    assertThat(half.resume()).isEqualTo(new Resumption.Outcome(List.of(), List.of(), false));
  }

  @Test
  void aClientMaySucceedBeforeTheScheduleTriesAgain() {
    down();
    assertThatThrownBy(() -> half.request(REQUEST)).isInstanceOf(IllegalStateException.class);
    half.resume();
    up();

    assertThat(half.request(REQUEST).state()).isEqualTo(ImportState.QUEUED);
    assertThat(half.stored(half.id("t")).due())
        .contains(half.now.plus(CloudHalf.LIFETIME).plus(Duration.ofMinutes(5)));
  }

  @Test
  void theScheduleTriesFiveTimesWhateverTheClientDoes() {
    down();
    assertThatThrownBy(() -> half.request(REQUEST)).isInstanceOf(IllegalStateException.class);
    ImportId id = half.id("t");
    for (Duration wait : List.of(0, 10, 20, 40).stream().map(Duration::ofMinutes).toList()) {
      half.now = half.now.plus(wait);
      assertThat(half.resume().failed()).containsExactly(id);
      assertThatThrownBy(() -> half.request(REQUEST)).isInstanceOf(IllegalStateException.class);
    }
    half.now = half.now.plus(Duration.ofMinutes(80));
    half.resume();
    assertThat(half.stored(id).record().failed().code()).contains(FailureCode.TOO_MANY_ATTEMPTS);
  }

  private void down() {
    half.kms.failingAlways("parameters", new IllegalStateException("down"));
  }

  private void up() {
    half.kms.failures.clear();
  }
}
