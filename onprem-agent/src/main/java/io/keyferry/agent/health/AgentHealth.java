package io.keyferry.agent.health;

import io.keyferry.agent.job.HsmProbe;
import io.micronaut.health.HealthStatus;
import jakarta.inject.Singleton;

/** All indicators at once. */
@Singleton
public final class AgentHealth {

  private final HsmProbe hsm;
  private final QueuesHealth queues;
  private final ClockHealth clock;
  private final RecordsHealth records;

  AgentHealth(HsmProbe hsm, QueuesHealth queues, ClockHealth clock, RecordsHealth records) {
    this.hsm = hsm;
    this.queues = queues;
    this.clock = clock;
    this.records = records;
  }

  /** Whether every indicator is UP: one that does not know yet is not. Waits for the token. */
  public boolean isUp() {
    return queues.status().equals(HealthStatus.UP)
        && clock.status().equals(HealthStatus.UP)
        && records.fault().isEmpty()
        && hsm.fault().isEmpty()
        && hsm.ask().join().isEmpty();
  }
}
