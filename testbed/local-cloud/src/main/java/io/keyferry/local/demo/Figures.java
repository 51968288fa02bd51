package io.keyferry.local.demo;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The demo's measurements.
 *
 * @param agentReady from the agent's start to its first healthy answer
 * @param agentResidentBytes its resident memory then
 * @param toEnabled from request to Enabled, for each key
 */
record Figures(Duration agentReady, long agentResidentBytes, List<Duration> toEnabled) {

  private static final int WARM = 20;

  /** The median; zero if there is no key. */
  Duration median() {
    return Median.of(toEnabled);
  }

  /**
   * The median of the last {@value #WARM}, when the functions are warm; empty for fewer than twice
   * as many.
   */
  Optional<Duration> warmMedian() {
    return toEnabled.size() < 2 * WARM
        ? Optional.empty()
        : Optional.of(Median.of(toEnabled.subList(toEnabled.size() - WARM, toEnabled.size())));
  }
}
