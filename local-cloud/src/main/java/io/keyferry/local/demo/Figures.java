package io.keyferry.local.demo;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the demo measured.
 *
 * @param agentReady from the agent's start to its first healthy answer
 * @param agentResidentBytes its resident memory then
 * @param toEnabled from request to Enabled, for each key
 */
record Figures(Duration agentReady, long agentResidentBytes, List<Duration> toEnabled) {

  private static final int WARM = 20;

  /** The middle value; of an even number, the mean of the two in the middle. Zero for none. */
  Duration median() {
    return median(toEnabled);
  }

  /**
   * The median of the last {@value #WARM}, when the functions are warm; empty for fewer than twice
   * as many.
   */
  Optional<Duration> warmMedian() {
    return toEnabled.size() < 2 * WARM
        ? Optional.empty()
        : Optional.of(median(toEnabled.subList(toEnabled.size() - WARM, toEnabled.size())));
  }

  private static Duration median(List<Duration> times) {
    if (times.isEmpty()) {
      return Duration.ZERO;
    }
    List<Duration> sorted = times.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : sorted.get(middle - 1).plus(sorted.get(middle)).dividedBy(2);
  }
}
