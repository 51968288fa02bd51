package io.keyferry.agent.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmFaults;
import io.keyferry.agent.job.RecentImports.Answer;
import io.keyferry.agent.job.RecentImports.Answered;
import io.keyferry.agent.job.queue.QueueException;
import io.keyferry.model.message.FailureCode;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecentImportsTest {

  @TempDir private Path directory;
  private AgentHalf half;

  @BeforeEach
  void open() throws Exception {
    half = new AgentHalf(directory);
  }

  @AfterEach
  void close() {
    half.close();
  }

  @Test
  void keepNothingBeforeTheFirstAnswer() {
    assertThat(half.recent.all()).isEmpty();
  }

  @Test
  void keepTheCheckValueOfAKeyThatWentOut() throws Exception {
    half.work(half.jobs.job());

    Answered answered = half.recent.all().getFirst();
    assertThat(answered.importId()).isEqualTo(half.jobs.importId());
    assertThat(answered.at()).isEqualTo(Jobs.NOW);
    assertThat(answered.answer())
        .isEqualTo(
            new Answer.Wrapped(
                half.results
                    .only()
                    .content()
                    .wrapped()
                    .orElseThrow()
                    .hsmKey()
                    .proof()
                    .keyCheckValue()));
  }

  @Test
  void keepTheReasonOfARefusalAboveEarlierResults() {
    half.work(half.jobs.job());
    half.token.fail("wrap", HsmFaults.of(Fault.REFUSED, "C_WrapKey: CKR_KEY_NOT_WRAPPABLE"));
    half.work(half.jobs.job());

    assertThat(half.recent.all()).hasSize(2);
    assertThat(half.recent.all().getFirst().answer())
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(FailureCode.HSM_REFUSED);
              assertThat(refused.reason()).contains("CKR_KEY_NOT_WRAPPABLE");
            });
  }

  @Test
  void keepNothingThatWasNotSent() {
    half.results.failure = Optional.of(new QueueException("no", new IllegalStateException()));
    half.work(half.jobs.job());
    assertThat(half.recent.all()).isEmpty();
  }

  @Test
  void keepTheLastTwenty() {
    for (int i = 0; i < 21; i++) {
      half.work(half.jobs.job());
    }
    assertThat(half.recent.all()).hasSize(20);
  }
}
