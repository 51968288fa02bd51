package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.job.Verdict;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.ImportId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The end of every import is published. */
class CompletionEventsTest {

  private final CloudHalf half = new CloudHalf();

  @Test
  void anImportThatIsDoneIsPublishedOnceAndIsNoLongerDue() {
    ImportId id = half.request("{'newKey':{}}").importId();
    half.result(half.answer(0));
    half.result(half.answer(0));
    assertThat(half.published)
        .extracting(ImportRecord::state)
        .containsExactly(ImportState.IMPORTED);
    assertThat(half.stored(id).due()).isEmpty();
    assertThat(half.resume().taken()).isEmpty();
  }

  @Test
  void anImportThatFailedIsPublishedToo() {
    half.kms.failing("createKey", InMemoryKms.refusal(KmsRefusedException.Kind.LIMIT_EXCEEDED));
    half.request("{'newKey':{}}");
    assertThat(half.published).extracting(ImportRecord::state).containsExactly(ImportState.FAILED);
  }

  @Test
  void whatCouldNotBePublishedIsPublishedByTheScheduleAndTheImportIsDoneAllTheSame() {
    ImportId id = half.request("{'newKey':{}}").importId();
    half.beforePublishing.add(() -> {
      throw new IllegalStateException("EventBridge is unreachable");
    });

    assertThat(half.result(half.answer(0))).isEqualTo(new Verdict.Done());

    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
    assertThat(half.published).isEmpty();
    assertThat(half.lines)
        .anyMatch(line -> line.startsWith("ERROR " + id + " expected EventBridge to accept"));
    assertThat(half.resume().taken()).isEmpty();
    half.now = half.now.plus(Duration.ofMinutes(10));
    assertThat(half.resume().taken()).containsExactly(id);
    assertThat(half.published).extracting(ImportRecord::importId).containsExactly(id);
    assertThat(half.resume().taken()).isEmpty();
  }

  @Test
  void whatCannotBePublishedForLongDoesNotKeepOthersWaiting() {
    ImportId id = half.request("{'newKey':{}}").importId();
    for (int i = 0; i < 2; i++) {
      half.beforePublishing.add(() -> {
        throw new IllegalStateException("EventBridge is unreachable");
      });
    }
    half.result(half.answer(0));
    half.now = half.now.plus(Duration.ofMinutes(10));

    assertThat(half.resume().failed()).containsExactly(id);
    assertThat(half.stored(id).due()).contains(half.now.plus(Duration.ofMinutes(10)));
  }

  @Test
  void killedBetweenTheEndAndItsPublicationItIsPublishedByTheSchedule() {
    ImportId id = half.request("{'newKey':{}}").importId();
    half.beforePublishing.add(() -> {
      throw new Killed();
    });

    assertThatThrownBy(() -> half.result(half.answer(0))).isInstanceOf(Killed.class);

    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
    half.resume();
    assertThat(half.published).extracting(ImportRecord::importId).containsExactly(id);
  }
}
