package io.keyferry.agent.health;

import jakarta.inject.Singleton;
import java.util.List;

/** All indicators at once. */
@Singleton
public final class AgentHealth {

  private final List<Indicator> indicators;

  AgentHealth(
      HsmHealth hsm,
      QueuesHealth queues,
      ClockHealth clock,
      RecordsHealth records,
      LoopHealth loop) {
    this.indicators = List.of(hsm, queues, clock, records, loop);
  }

  /** The current readings. Never blocks. */
  public List<Indicator.Reading> read() {
    return indicators.stream().map(Indicator::read).toList();
  }

  /** Whether every indicator is UP. UNKNOWN does not count as UP. */
  public boolean isUp() {
    return read().stream().allMatch(Indicator.Reading::isUp);
  }
}
