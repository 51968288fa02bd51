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

  /** Not a number while it is not known, which no alert takes for one. */
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

  /** From now to then; negative when it is over. */
  static Optional<Duration> until(InstantSource clock, Optional<Instant> then) {
    return then.map(at -> Duration.between(clock.instant(), at));
  }
}
