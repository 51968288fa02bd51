package io.keyferry.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.hsm.HsmConnections;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmFaults;
import io.keyferry.agent.hsm.recovery.HsmState;
import io.keyferry.agent.job.JobTallies;
import io.keyferry.agent.job.JobTally;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LoopHealthTest {

  private static final Instant START = Instant.parse("2026-11-23T09:30:00Z");
  private static final Duration GIVE_UP = Duration.ofMinutes(10);

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final AtomicReference<Instant> turned = new AtomicReference<>(START);
  private final JobTally tally = JobTallies.at(now::get);
  private final AtomicReference<HsmState> hsm = new AtomicReference<>(HsmConnections.ready(START));
  private final LoopHealth loop =
      new LoopHealth(
          turned::get, tally, 1, hsm::get, new AgentFacts(GIVE_UP, () -> false), now::get);

  @Test
  void isUpWhileTheLoopRuns() {
    now.set(START.plusSeconds(300));
    assertThat(loop.fault()).isEmpty();
  }

  @Test
  void isDownWhenTheLoopNoLongerRuns() {
    now.set(START.plusSeconds(301));
    assertThat(loop.fault().orElseThrow()).contains("has been stuck since " + START);
    turned.set(now.get());
    assertThat(loop.fault()).isEmpty();
  }

  @Test
  void isUpForHoursWhileEveryWorkerIsBusyAndForALittleAfter() {
    JobTallies.begin(tally);
    now.set(START.plus(Duration.ofHours(9)));
    assertThat(loop.fault()).isEmpty();
    JobTallies.end(tally);
    assertThat(loop.fault()).isEmpty();
    now.set(now.get().plusSeconds(301));
    assertThat(loop.fault()).isPresent();
  }

  @Test
  void isUpWhileTheHsmIsUnreachableAsTheAgentRecoversFromThat() {
    hsm.set(HsmConnections.failed(START, HsmFaults.of(Fault.HSM_LOST, "CKR_DEVICE_REMOVED")));
    now.set(START.plus(GIVE_UP).plusSeconds(1));
    turned.set(now.get());
    assertThat(loop.fault()).isEmpty();
  }

  @Test
  void isDownWhenACallIsStuckForLongerThanTheAgentShouldHaveWaited() {
    hsm.set(
        HsmConnections.failed(START, HsmFaults.of(Fault.CALL_STUCK, "C_WrapKey has not returned")));
    now.set(START.plus(GIVE_UP));
    turned.set(now.get());
    assertThat(loop.fault()).isEmpty();
    now.set(now.get().plusMillis(1));
    assertThat(loop.fault().orElseThrow()).contains("longer than the 600 s");
  }
}
