package io.keyferry.agent.health;

import io.micronaut.health.HealthStatus;
import jakarta.inject.Singleton;
import java.util.List;

/** All indicators at once. */
@Singleton
public final class AgentHealth {

  private final HsmHealth hsm;
  private final QueuesHealth queues;
  private final ClockHealth clock;
  private final RecordsHealth records;
  private final LoopHealth loop;

  AgentHealth(
      HsmHealth hsm,
      QueuesHealth queues,
      ClockHealth clock,
      RecordsHealth records,
      LoopHealth loop) {
    this.hsm = hsm;
    this.queues = queues;
    this.clock = clock;
    this.records = records;
    this.loop = loop;
  }

  /** Each with its sentence. Waits for nobody. */
  public List<Indicator> indicators() {
    return List.of(
        hsm.indicator(),
        queues.indicator(),
        clock.indicator(),
        records.indicator(),
        loop.indicator());
  }

  /** Whether every indicator is UP: one that does not know yet is not. Waits for nobody. */
  public boolean isUp() {
    return queues.status().equals(HealthStatus.UP)
        && clock.status().equals(HealthStatus.UP)
        && records.fault().isEmpty()
        && hsm.indicator().isUp();
  }
}
