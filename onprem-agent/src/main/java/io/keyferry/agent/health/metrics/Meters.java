package io.keyferry.agent.health.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Gauges in the units of Prometheus. */
final class Meters {

  private static final double MILLIS = 1000;

  private Meters() {}

  static void gauge(MeterRegistry registry, String name, String help, Supplier<Number> value) {
    Gauge.builder(name, value).description(help).register(registry);
  }

  /** NaN while the value is unknown, so that no alert fires. */
  static void seconds(
      MeterRegistry registry, String name, String help, Supplier<Optional<Duration>> value) {
    Gauge.builder(name, () -> seconds(value.get()))
        .description(help)
        .baseUnit("seconds")
        .register(registry);
  }

  private static Number seconds(Optional<Duration> time) {
    return time.<Number>map(known -> known.toMillis() / MILLIS).orElse(Double.NaN);
  }

  /** The time from now until then; negative if it has passed. */
  static Optional<Duration> until(InstantSource clock, Optional<Instant> then) {
    return then.map(at -> Duration.between(clock.instant(), at));
  }
}
