package io.keyferry.agent.health.metrics;

import io.keyferry.agent.health.AgentFacts;
import io.keyferry.agent.hsm.HsmStatus;
import io.keyferry.agent.hsm.Rung;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/** The HSM: whether it is there, and what was done to get it back. */
@Singleton
final class HsmMeters implements MeterBinder {

  private final HsmStatus hsm;
  private final AgentFacts agent;
  private final InstantSource clock;

  HsmMeters(HsmStatus hsm, AgentFacts agent, InstantSource clock) {
    this.hsm = hsm;
    this.agent = agent;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (Rung rung : Rung.values()) {
      FunctionCounter.builder(
              "keyferry.hsm.reconnects", hsm, status -> status.climbs().getOrDefault(rung, 0L))
          .description("Attempts to get a lost HSM back, by what was made anew")
          .tag("rung", rung.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    Meters.seconds(
        registry,
        "keyferry.hsm.away",
        "For how long the HSM has been away; 0 while it is there",
        () -> Optional.of(away()));
    Meters.gauge(
        registry,
        "keyferry.hsm.login.latched",
        "1 if no login is tried until a person acts, as a PIN was refused; else 0",
        () -> agent.loginLatched().getAsBoolean() ? 1 : 0);
  }

  private Duration away() {
    return hsm.away()
        .map(away -> Duration.between(away.since(), clock.instant()))
        .orElse(Duration.ZERO);
  }
}
