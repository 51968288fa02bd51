package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.model.ImportId;
import io.keyferry.model.ImportRecord;
import io.keyferry.model.ImportState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The end of every import is told. */
class AnnouncementsTest {

  private final CloudHalf half = new CloudHalf();

  @Test
  void anImportThatIsDoneIsToldOnceAndNothingIsDueAnyMore() {
    ImportId id = half.request("{'newKey':{}}").importId();
    half.result(half.answer(0));
    half.result(half.answer(0));
    assertThat(half.told).extracting(ImportRecord::state).containsExactly(ImportState.IMPORTED);
    assertThat(half.stored(id).due()).isEmpty();
    assertThat(half.resume().taken()).isEmpty();
  }

  @Test
  void anImportThatFailedIsToldToo() {
    half.kms.failing("createKey", InMemoryKms.refusal(KmsRefusedException.Kind.LIMIT_EXCEEDED));
    half.request("{'newKey':{}}");
    assertThat(half.told).extracting(ImportRecord::state).containsExactly(ImportState.FAILED);
  }

  @Test
  void whatCouldNotBeToldIsToldByTheScheduleAndTheImportIsDoneAllTheSame() {
    ImportId id = half.request("{'newKey':{}}").importId();
    half.beforeTelling.add(() -> {
      throw new IllegalStateException("EventBridge is away");
    });

    assertThat(half.result(half.answer(0))).isEqualTo(new Verdict.Done());

    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
    assertThat(half.told).isEmpty();
    assertThat(half.lines)
        .anyMatch(line -> line.startsWith("ERROR " + id + " expected EventBridge to take"));
    assertThat(half.resume().taken()).isEmpty();
    half.now = half.now.plus(Duration.ofMinutes(10));
    assertThat(half.resume().taken()).containsExactly(id);
    assertThat(half.told).extracting(ImportRecord::importId).containsExactly(id);
    assertThat(half.resume().taken()).isEmpty();
  }

  @Test
  void whatCannotBeToldForLongDoesNotKeepOthersWaiting() {
    ImportId id = half.request("{'newKey':{}}").importId();
    for (int i = 0; i < 2; i++) {
      half.beforeTelling.add(() -> {
        throw new IllegalStateException("EventBridge is away");
      });
    }
    half.result(half.answer(0));
    half.now = half.now.plus(Duration.ofMinutes(10));

    assertThat(half.resume().failed()).containsExactly(id);
    assertThat(half.stored(id).due()).contains(half.now.plus(Duration.ofMinutes(10)));
  }

  @Test
  void killedBetweenTheEndAndTheTellingItIsToldByTheSchedule() {
    ImportId id = half.request("{'newKey':{}}").importId();
    half.beforeTelling.add(() -> {
      throw new Killed();
    });

    assertThatThrownBy(() -> half.result(half.answer(0))).isInstanceOf(Killed.class);

    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
    half.resume();
    assertThat(half.told).extracting(ImportRecord::importId).containsExactly(id);
  }
}
