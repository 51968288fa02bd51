package io.keyferry.local.demo;

import java.time.Duration;
import java.util.List;

/** The median of several times. */
public final class Median {

  private Median() {}

  /** The median; of an even number, the mean of the two in the middle. Zero for none. */
  public static Duration of(List<Duration> times) {
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
