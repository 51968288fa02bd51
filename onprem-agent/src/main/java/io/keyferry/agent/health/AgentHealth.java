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

  /** Each as it is now. Waits for nobody. */
  public List<Indicator.Reading> read() {
    return indicators.stream().map(Indicator::read).toList();
  }

  /** Whether every indicator is UP: one that does not know yet is not. */
  public boolean isUp() {
    return read().stream().allMatch(Indicator.Reading::isUp);
  }
}
