package io.keyferry.agent.health;

import io.keyferry.agent.job.HsmProbe;
import io.micronaut.health.HealthStatus;
import jakarta.inject.Singleton;
import java.util.List;

/** All indicators at once. */
@Singleton
public final class AgentHealth {

  private final HsmProbe hsm;
  private final QueuesHealth queues;
  private final ClockHealth clock;
  private final RecordsHealth records;
  private final LoopHealth loop;

  AgentHealth(
      HsmProbe hsm,
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

  /** Each with its sentence. Waits for the token. */
  public List<Indicator> indicators() {
    Indicator token =
        hsm.ask()
            .join()
            .or(hsm::fault)
            .map(why -> new Indicator("hsm", HealthStatus.DOWN, why))
            .orElseGet(() -> new Indicator("hsm", HealthStatus.UP, "the token opens a session"));
    return List.of(token, queues.told(), clock.told(), records.told(), loop.told());
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
