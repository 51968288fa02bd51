package io.keyferry.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.job.queue.ServerClock;
import io.micronaut.health.HealthStatus;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ClockHealthTest {

  private static final Instant NOW = Instant.parse("2026-11-23T09:30:00Z");

  private final ServerClock server = new ServerClock(InstantSource.fixed(NOW));
  private final ClockHealth health = new ClockHealth(server);

  @Test
  void isUnknownBeforeTheFirstAnswer() {
    assertThat(health.read().status()).isEqualTo(HealthStatus.UNKNOWN);
  }

  @Test
  void isUpWithinFiveMinutes() {
    server.compare(NOW.minusSeconds(300));
    assertThat(health.read().status()).isEqualTo(HealthStatus.UP);
    server.compare(NOW.plusSeconds(300));
    assertThat(health.read().status()).isEqualTo(HealthStatus.UP);
  }

  @Test
  void isDownBeyondEitherWay() {
    server.compare(NOW.minusSeconds(301));
    assertThat(health.read().status()).isEqualTo(HealthStatus.DOWN);
    server.compare(NOW.plusSeconds(301));
    assertThat(health.read().status()).isEqualTo(HealthStatus.DOWN);
  }
}
