package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.model.FailureCode;
import io.keyferry.model.ImportId;
import io.keyferry.model.ImportRecord;
import io.keyferry.model.ImportState;
import io.keyferry.model.ImportStep;
import io.keyferry.model.StepEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the schedule takes up: nothing that waits too long is forgotten. */
class ResumptionTest {

  private static final String REQUEST = "{'clientToken':'t','newKey':{'alias':'alias/a'}}";

  private final CloudHalf half = new CloudHalf();

  @Test
  void nothingIsTakenUpBeforeItsTime() {
    half.request("{'newKey':{}}");
    half.now = half.now.plus(CloudHalf.LIFETIME);
    assertThat(half.resume()).isEqualTo(outcome(List.of()));
    assertThat(half.sent).hasSize(1);
  }

  @Test
  void anImportWhoseJobWasLostGetsFreshParametersAndANewJob() {
    ImportId id = half.request("{'newKey':{}}").importId();
    half.now = half.now.plus(CloudHalf.LIFETIME).plus(Duration.ofMinutes(5));

    assertThat(half.resume()).isEqualTo(outcome(List.of(id)));

    assertThat(half.job(1).attempt()).isEqualTo(2);
    assertThat(half.job(1).wrappingKey()).isNotNull();
    assertThat(half.kms.tokens).hasSize(2);
    half.result(half.answer(1));
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
  }

  @Test
  void anAnswerThatComesAfterItsImportWasTakenUpIsDropped() {
    ImportId id = half.request("{'newKey':{}}").importId();
    String late = half.answer(0);
    half.now = half.now.plus(CloudHalf.LIFETIME).plus(Duration.ofMinutes(5));
    half.resume();
    assertThat(half.result(late)).isEqualTo(new Verdict.Done());
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.QUEUED);
    assertThat(half.kms.imported).isEmpty();
  }

  @Test
  void anImportThatNoAgentEverAnswersEndsWithTheReason() {
    ImportId id = half.request("{'newKey':{}}").importId();
    for (int attempt = 1; attempt <= 5; attempt++) {
      half.now = half.now.plus(CloudHalf.LIFETIME).plus(Duration.ofMinutes(6));
      half.resume();
    }
    ImportRecord record = half.stored(id).record();
    assertThat(record.code()).contains(FailureCode.TOO_MANY_ATTEMPTS);
    assertThat(record.reason().orElseThrow())
        .contains("no answer came until", "Check that the agent runs");
    assertThat(half.sent).hasSize(5);
    assertThat(half.told).extracting(ImportRecord::importId).containsExactly(id);
  }

  @Test
  void aRequestThatWasKilledAfterCreateKeyIsFinishedWithTheSameKey() {
    half.kms.afterCreate.add(() -> {
      throw new Killed();
    });
    assertThatThrownBy(() -> half.request(REQUEST)).isInstanceOf(Killed.class);
    ImportId id = half.store.imports.keySet().iterator().next();
    half.now = half.now.plus(CloudHalf.TIMEOUT).plusSeconds(2);

    half.resume();

    ImportRecord record = half.stored(id).record();
    assertThat(record.state()).isEqualTo(ImportState.QUEUED);
    assertThat(record.history())
        .extracting(StepEvent::step)
        .contains(ImportStep.RESUMED, ImportStep.KMS_KEY_FOUND);
    assertThat(half.kms.keys).hasSize(1);
    assertThat(half.kms.aliases).hasSize(1);
  }

  @Test
  void aJobThatWasSignedAndNeverSentIsSent() {
    ImportId id = half.request("{'newKey':{}}").importId();
    half.now = half.now.plus(Duration.ofHours(24));
    half.store.beforeReplace.add(() -> {});
    half.store.beforeReplace.add(() -> {
      throw new Killed();
    });
    assertThatThrownBy(() -> half.result(half.answer(0))).isInstanceOf(Killed.class);
    half.sent.removeLast();
    half.now = half.now.plus(Duration.ofMinutes(1));

    assertThat(half.resume().taken()).containsExactly(id);

    assertThat(half.job(1).attempt()).isEqualTo(2);
    assertThat(half.kms.tokens).hasSize(2);
  }

  @Test
  void aRequestThatKmsRefusesToServeIsTriedLaterAndLaterAndThenEndsWithTheReason() {
    half.kms.failing("parameters", new IllegalStateException("down"));
    assertThatThrownBy(() -> half.request("{'newKey':{}}")).hasMessage("down");
    ImportId id = half.store.imports.keySet().iterator().next();
    for (int minutes : List.of(0, 10, 20, 40)) {
      half.now = half.now.plus(Duration.ofMinutes(minutes)).minusSeconds(2);
      assertThat(minutes == 0 || half.resume().taken().isEmpty()).isTrue();
      half.now = half.now.plusSeconds(3);
      half.kms.failing("parameters", new IllegalStateException("still down"));
      assertThat(half.resume().failed()).containsExactly(id);
    }
    half.kms.failing("parameters", new IllegalStateException("down for good"));
    half.now = half.now.plus(Duration.ofMinutes(81));
    half.resume();

    ImportRecord record = half.stored(id).record();
    assertThat(record.code()).contains(FailureCode.TOO_MANY_ATTEMPTS);
    assertThat(record.reason().orElseThrow())
        .contains(
            "within 5 tries", "the last ended with java.lang.IllegalStateException: down for");
  }

  @Test
  void oneThatFailsDoesNotKeepOthersWaiting() {
    ImportId first = half.request("{'newKey':{}}").importId();
    half.now = half.now.plusSeconds(1);
    ImportId second = half.request("{'newKey':{}}").importId();
    half.now = half.now.plus(CloudHalf.LIFETIME).plus(Duration.ofMinutes(6));
    half.kms.failing("parameters", new IllegalStateException("not this one"));

    assertThat(half.resume())
        .isEqualTo(new Resumption.Outcome(List.of(second), List.of(first), false));
    assertThat(half.stored(first).due())
        .contains(half.now.minusSeconds(1).plus(Duration.ofMinutes(10)));
  }

  @Test
  void keepsToThePaceOfKmsAndLeavesTheRestForTheNextTime() {
    for (int i = 0; i < 4; i++) {
      half.request("{'newKey':{}}");
    }
    half.now = half.now.plus(CloudHalf.LIFETIME).plus(Duration.ofMinutes(6));
    half.pauses.clear();

    Resumption.Outcome outcome = half.resume(Duration.ofSeconds(6));

    assertThat(outcome.more()).isTrue();
    assertThat(outcome.taken()).hasSize(2);
    assertThat(half.pauses).containsOnly(Duration.ofSeconds(1));
    assertThat(half.resume().taken()).hasSize(2);
  }

  @Test
  void whoeverIsFasterWins() {
    ImportId id = half.request("{'newKey':{}}").importId();
    String answer = half.answer(0);
    half.now = half.now.plus(CloudHalf.LIFETIME).plus(Duration.ofMinutes(6));
    half.store.beforeReplace.add(() -> half.result(answer));

    assertThat(half.resume()).isEqualTo(outcome(List.of()));
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
    assertThat(half.sent).hasSize(1);
  }

  private static Resumption.Outcome outcome(List<ImportId> taken) {
    return new Resumption.Outcome(taken, List.of(), false);
  }
}
