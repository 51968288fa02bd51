package io.keyferry.agent.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeasesTest {

  @Test
  void theTimerForgetsAHeartbeatThatIsCancelled() throws Exception {
    try (ScheduledThreadPoolExecutor timer = Leases.timer(1)) {
      ScheduledFuture<?> heartbeat = timer.schedule(() -> {}, 1, TimeUnit.HOURS);
      assertThat(timer.getQueue()).hasSize(1);
      assertThat(heartbeat.cancel(false)).isTrue();
      assertThat(timer.getQueue()).isEmpty();
    }
  }
}
