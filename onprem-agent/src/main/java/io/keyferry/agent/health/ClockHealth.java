package io.keyferry.agent.health;

import io.keyferry.agent.job.queue.ServerClock;
import io.micronaut.health.HealthStatus;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;

/**
 * {@code clock}: DOWN if the agent's clock and that of SQS differ so much that jobs are refused.
 */
@Singleton
final class ClockHealth extends Indicator {

  private final ServerClock clock;

  ClockHealth(ServerClock clock) {
    this.clock = clock;
  }

  @Override
  Reading read() {
    return clock
        .ahead()
        .map(ClockHealth::reading)
        .orElseGet(() ->
            new Reading(
                "clock", HealthStatus.UNKNOWN, "SQS has not reported its time yet", Map.of()));
  }

  private static Reading reading(Duration ahead) {
    boolean right = ahead.abs().compareTo(ServerClock.MAX_SKEW) <= 0;
    return new Reading(
        "clock",
        right ? HealthStatus.UP : HealthStatus.DOWN,
        described(ahead),
        Map.of("secondsAheadOfSqs", ahead.toSeconds()));
  }

  private static String described(Duration ahead) {
    if (ahead.isZero()) {
      return "agrees with that of SQS to the second";
    }
    return "%d s %s that of SQS"
        .formatted(ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of");
  }
}
