package io.keyferry.agent.job;

import static io.keyferry.agent.job.MemoryQueue.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmFaults;
import io.keyferry.agent.job.queue.QueueException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobTallyTest {

  private final AtomicReference<Instant> now = new AtomicReference<>(Jobs.NOW);
  private final JobTally tally = new JobTally(now::get);

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  @Test
  void knowsTheLongestRunningJob() {
    assertThat(tally.maxInProgress()).isZero();
    tally.begun(message("1", "key"));
    pass(Duration.ofSeconds(5));
    tally.begun(message("2", "key"));
    pass(Duration.ofSeconds(5));

    assertThat(tally.inProgress()).isEqualTo(2);
    assertThat(tally.maxInProgress()).isEqualTo(Duration.ofSeconds(10));
    tally.ended(message("1", "key"), MessageDisposition.DELETE);
    assertThat(tally.maxInProgress()).isEqualTo(Duration.ofSeconds(5));
    tally.ended(message("2", "key"), MessageDisposition.DELETE);
    assertThat(tally.inProgress()).isZero();
    assertThat(tally.maxInProgress()).isZero();
  }

  @Test
  void knowsWhenTheOldestAuthenticJobInProgressWasSigned() {
    tally.begun(message("1", "key"));
    assertThat(tally.oldestJob()).isZero();
    tally.issued(message("1", "key"), Jobs.NOW.minusSeconds(3600));
    pass(Duration.ofSeconds(1));
    assertThat(tally.oldestJob()).isEqualTo(Duration.ofSeconds(3601));
    tally.ended(message("1", "key"), MessageDisposition.RETRY);
    assertThat(tally.oldestJob()).isZero();
  }

  @Test
  void countsAMessageByWhatBecameOfItWhenItLeft() {
    for (MessageDisposition disposal : MessageDisposition.values()) {
      tally.begun(message(disposal.name(), "key"));
      tally.ended(message(disposal.name(), "key"), disposal);
    }
    assertThat(tally.count(JobOutcome.REJECTED)).isEqualTo(1);
    assertThat(tally.count(JobOutcome.RETRIED)).isEqualTo(1);
    assertThat(tally.count(JobOutcome.GIVEN_BACK)).isEqualTo(1);
    assertThat(tally.count(JobOutcome.DONE)).isZero();
    assertThat(tally.count(JobOutcome.REFUSED)).isZero();
  }

  @Test
  void countsAnsweredJobsByTheirAnswer(@TempDir Path directory) throws Exception {
    try (AgentHalf half = new AgentHalf(directory)) {
      half.work(half.jobs.job());
      half.work(half.jobs.job());
      half.token.fail("wrap", HsmFaults.of(Fault.REFUSED, "C_WrapKey: CKR_KEY_NOT_WRAPPABLE"));
      half.work(half.jobs.job());
      half.results.failure = Optional.of(new QueueException("no", new IllegalStateException()));
      half.work(half.jobs.job());

      assertThat(half.tally.count(JobOutcome.DONE)).isEqualTo(2);
      assertThat(half.tally.count(JobOutcome.REFUSED)).isEqualTo(1);
    }
  }
}
