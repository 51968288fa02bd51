package io.keyferry.local.demo;

import java.time.Duration;
import java.util.List;

/**
 * What the demo measured.
 *
 * @param agentReady from the agent's start to its first healthy answer
 * @param agentResidentBytes its resident memory then
 * @param toEnabled from request to Enabled, for each key
 */
record Figures(Duration agentReady, long agentResidentBytes, List<Duration> toEnabled) {

  /** The middle value; of an even number, the mean of the two in the middle. Zero for none. */
  Duration median() {
    if (toEnabled.isEmpty()) {
      return Duration.ZERO;
    }
    List<Duration> sorted = toEnabled.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : sorted.get(middle - 1).plus(sorted.get(middle)).dividedBy(2);
  }
}
