package io.keyferry.agent.health;

import io.keyferry.agent.job.queue.ServerClock;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import org.reactivestreams.Publisher;

/** {@code clock}: DOWN if our clock and that of SQS differ so much that jobs are refused. */
@Singleton
final class ClockHealth implements HealthIndicator {

  private final ServerClock clock;

  ClockHealth(ServerClock clock) {
    this.clock = clock;
  }

  HealthStatus status() {
    return clock
        .ahead()
        .map(ahead ->
            ahead.abs().compareTo(ServerClock.MAX_SKEW) <= 0 ? HealthStatus.UP : HealthStatus.DOWN)
        .orElse(HealthStatus.UNKNOWN);
  }

  Indicator indicator() {
    return new Indicator(
        "clock",
        status(),
        clock.ahead().map(ClockHealth::described).orElse("SQS has not told its time yet"));
  }

  private static String described(Duration ahead) {
    if (ahead.isZero()) {
      return "agrees with that of SQS to the second";
    }
    return "%d s %s that of SQS"
        .formatted(ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of");
  }

  @Override
  public Publisher<HealthResult> getResult() {
    Map<String, Object> details =
        clock
            .ahead()
            .map(ahead -> Map.<String, Object>of("secondsAheadOfSqs", ahead.toSeconds()))
            .orElseGet(Map::of);
    return Publishers.just(HealthResult.builder("clock", status()).details(details).build());
  }
}
