package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.job.Verdict;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.recovery.Resumption;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.JobId;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.record.StepEvent;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the schedule resumes: nothing that waits too long is forgotten. */
class ResumptionTest {

  private static final String REQUEST = "{'clientToken':'t','newKey':{'alias':'alias/a'}}";

  private final CloudHalf half = new CloudHalf();

  @Test
  void nothingIsResumedBeforeItsTime() {
    half.request("{'newKey':{}}");
    half.now = half.now.plus(CloudHalf.LIFETIME);
    assertThat(half.resume()).isEqualTo(outcome(List.of()));
    assertThat(half.sent).hasSize(1);
  }

  @Test
  void anImportWhoseJobWasLostGetsNewParametersAndAnotherJob() {
    ImportId id = half.request("{'newKey':{}}").importId();
    half.now = half.now.plus(CloudHalf.LIFETIME).plus(Duration.ofMinutes(5));

    assertThat(half.resume()).isEqualTo(outcome(List.of(id)));

    assertThat(half.job(1).attempt()).isEqualTo(2);
    assertThat(half.job(1).wrappingKey()).isNotEqualTo(half.job(0).wrappingKey());
    assertThat(half.kms.tokens).hasSize(2);
    half.result(half.answer(1));
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
  }

  @Test
  void anAnswerThatArrivesAfterItsImportWasResumedIsDropped() {
    ImportId id = half.request("{'newKey':{}}").importId();
    String late = half.answer(0);
    half.now = half.now.plus(CloudHalf.LIFETIME).plus(Duration.ofMinutes(5));
    half.resume();
    assertThat(half.result(late)).isEqualTo(new Verdict.Done());
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.QUEUED);
    assertThat(half.kms.imported).isEmpty();
  }

  @Test
  void anImportThatNoAgentAnswersForDaysContinuesAndLogsAnErrorEachTime() {
    ImportId id = half.request("{'newKey':{}}").importId();
    for (int attempt = 1; attempt <= 20; attempt++) {
      half.now = half.now.plus(CloudHalf.LIFETIME).plus(Duration.ofMinutes(6));
      half.resume();
    }
    assertThat(half.sent).hasSize(21);
    assertThat(half.lines).filteredOn(line -> line.startsWith("ERROR " + id)).hasSize(16);

    half.result(half.answer(20));
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
  }

  @Test
  void anImportThatNoAgentEverAnswersEndsWithTheReason() {
    ImportId id = half.request("{'newKey':{}}").importId();
    for (int attempt = 1; attempt <= JobId.MAX_ATTEMPTS; attempt++) {
      half.now = half.now.plus(CloudHalf.LIFETIME).plus(Duration.ofMinutes(6));
      half.resume();
    }
    ImportRecord record = half.stored(id).record();
    assertThat(record.failed().code()).contains(FailureCode.TOO_MANY_ATTEMPTS);
    assertThat(record.failed().reason().orElseThrow())
        .contains("no answer by", "Check that the agent runs");
    assertThat(half.sent).hasSize(JobId.MAX_ATTEMPTS);
    assertThat(half.published).extracting(ImportRecord::importId).containsExactly(id);
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
  void aRequestThatKmsRefusesToServeIsRetriedLaterAndLaterAndThenEndsWithTheReason() {
    half.kms.failing("parameters", new IllegalStateException("down"));
    assertThatThrownBy(() -> half.request("{'newKey':{}}")).hasMessage("down");
    ImportId id = half.store.imports.keySet().iterator().next();
    for (int minutes : List.of(10, 20, 40, 80)) {
      half.kms.failing("parameters", new IllegalStateException("still down"));
      assertThat(half.resume()).isEqualTo(new Resumption.Outcome(List.of(), List.of(id), false));
      Instant next = half.stored(id).due().orElseThrow();
      assertThat(Duration.between(half.now, next))
          .isBetween(Duration.ofMinutes(minutes).minusSeconds(2), Duration.ofMinutes(minutes));
      half.now = next.minusMillis(1);
      assertThat(half.resume()).isEqualTo(outcome(List.of()));
      half.now = next;
    }
    half.kms.failing("parameters", new IllegalStateException("down for good"));
    half.resume();

    ImportRecord record = half.stored(id).record();
    assertThat(record.failed().code()).contains(FailureCode.TOO_MANY_ATTEMPTS);
    assertThat(record.failed().reason().orElseThrow())
        .contains(
            "within 5 attempts", "the last ended with java.lang.IllegalStateException: down for");
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
    Duration pauses = Duration.ofMillis(2500);
    assertThat(half.stored(first).due())
        .contains(half.now.minus(pauses).plus(Duration.ofMinutes(10)));
  }

  @Test
  void keepsToTheRateOfKmsAndLeavesTheRestForTheNextRun() {
    for (int i = 0; i < 4; i++) {
      half.request("{'newKey':{}}");
    }
    half.now = half.now.plus(CloudHalf.LIFETIME).plus(Duration.ofMinutes(6));
    half.pauses.clear();

    Resumption.Outcome outcome = half.resume(Duration.ofSeconds(28));

    assertThat(outcome.more()).isTrue();
    assertThat(outcome.taken()).hasSize(2);
    assertThat(half.pauses).containsOnly(Duration.ofSeconds(1));
    assertThat(half.resume().taken()).hasSize(2);
  }

  @Test
  void resumesHundredsInOneRunOneSecondApart() {
    for (int i = 0; i < 150; i++) {
      half.request("{'newKey':{}}");
    }
    half.now = half.now.plus(CloudHalf.LIFETIME).plus(Duration.ofMinutes(6));
    half.pauses.clear();

    Resumption.Outcome outcome = half.resume(Duration.ofMinutes(5));

    assertThat(outcome.taken()).hasSize(150).doesNotHaveDuplicates();
    assertThat(outcome.more()).isFalse();
    assertThat(half.pauses).hasSize(150).containsOnly(Duration.ofSeconds(1));
  }

  @Test
  void continuesUntilTheTimeIsUsedUpAndEndsInTime() {
    for (int i = 0; i < 300; i++) {
      half.request("{'newKey':{}}");
    }
    half.now = half.now.plus(CloudHalf.LIFETIME).plus(Duration.ofMinutes(6));
    Instant deadline = half.now.plus(Duration.ofMinutes(5));

    Resumption.Outcome outcome = half.resume(Duration.ofMinutes(5));

    assertThat(outcome.more()).isTrue();
    assertThat(half.now).isBetween(deadline.minusSeconds(27), deadline);
    assertThat(outcome.taken()).hasSizeGreaterThan(200);
  }

  @Test
  void aHundredThatFailDoNotBlockOneThatWouldNot() {
    for (int i = 0; i < 100; i++) {
      half.request("{'newKey':{}}");
    }
    half.now = half.now.plusSeconds(1);
    ImportId last = half.request("{'newKey':{}}").importId();
    half.now = half.now.plus(CloudHalf.LIFETIME).plus(Duration.ofMinutes(6));
    for (int i = 0; i < 100; i++) {
      half.kms.failing("parameters", new IllegalStateException("not this one"));
      // Nor can it be postponed.
      half.store.beforeReplace.add(() -> {
        throw new IllegalStateException("nor stored");
      });
    }

    Resumption.Outcome outcome = half.resume(Duration.ofMinutes(5));

    assertThat(outcome.failed()).hasSize(100);
    assertThat(outcome.taken()).containsExactly(last);
  }

  @Test
  void aSlowImportDoesNotUseTheTimeOfAllOthers() {
    ImportId first = half.request("{'newKey':{}}").importId();
    half.now = half.now.plusSeconds(1);
    ImportId second = half.request("{'newKey':{}}").importId();
    half.now = half.now.plus(CloudHalf.LIFETIME).plus(Duration.ofMinutes(6));
    KeyArn slow = half.job(0).keyArn();
    half.kms.before =
        (method, key) -> {
          if (method.equals("parameters") && key.equals(slow)) {
            throw InMemoryKms.unavailable(true);
          }
        };

    assertThat(half.resume(Duration.ofMinutes(1)))
        .isEqualTo(new Resumption.Outcome(List.of(second), List.of(first), false));
  }

  @Test
  void anImportThatCannotBeResumedIsAnErrorEveryTimeWithTheCause() {
    ImportId id = half.request("{'newKey':{}}").importId();
    half.now = half.now.plus(CloudHalf.LIFETIME).plus(Duration.ofMinutes(6));
    half.kms.failingAlways(
        "parameters", InMemoryKms.refusal(KmsRefusedException.Kind.ACCESS_DENIED));
    for (int times = 1; times <= 10; times++) {
      assertThat(half.resume().failed()).containsExactly(id);
      assertThat(half.lines)
          .filteredOn(line -> line.startsWith("ERROR " + id))
          .hasSize(times)
          .allSatisfy(line ->
              assertThat(line)
                  .contains("so says KMS", "allow it to the function's role", "retried at"));
      half.now = half.stored(id).due().orElseThrow();
    }
    half.kms.failures.clear();
    assertThat(half.resume().taken()).containsExactly(id);
  }

  @Test
  void anImportThatCannotBeReadIsAnErrorEveryTimeAndTheOthersAreResumed() {
    ImportId unreadable = half.request("{'newKey':{}}").importId();
    half.now = half.now.plusSeconds(1);
    ImportId other = half.request("{'newKey':{}}").importId();
    half.now = half.now.plus(CloudHalf.LIFETIME).plus(Duration.ofMinutes(6));
    half.store.unreadable.add(unreadable);

    assertThat(half.resume())
        .isEqualTo(new Resumption.Outcome(List.of(other), List.of(unreadable), false));
    half.resume();
    assertThat(half.lines).filteredOn(line -> line.startsWith("ERROR " + unreadable)).hasSize(2);
  }

  @Test
  void aTokenThatExpiredBeforeTheJobWasSentIsRenewed() {
    half.afterSend.add(() -> {
      throw new Killed();
    });
    assertThatThrownBy(() -> half.request(REQUEST)).isInstanceOf(Killed.class);
    ImportId id = half.id("t");
    half.now = half.now.plus(Duration.ofHours(25));

    assertThat(half.resume().taken()).containsExactly(id);

    assertThat(half.job(1).wrappingKey()).isNotEqualTo(half.job(0).wrappingKey());
    half.result(half.answer(1));
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
  }

  @Test
  void theFasterInvocationWins() {
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
