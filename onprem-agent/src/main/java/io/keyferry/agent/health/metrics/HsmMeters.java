package io.keyferry.agent.health.metrics;

import io.keyferry.agent.health.AgentFacts;
import io.keyferry.agent.hsm.recovery.HsmConnection;
import io.keyferry.agent.hsm.recovery.HsmState;
import io.keyferry.agent.hsm.recovery.RecoveryStep;
import io.keyferry.agent.job.wrap.OpenedKeys;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/** The HSM: its state, and the attempts to recover it. */
@Singleton
final class HsmMeters implements MeterBinder {

  private final HsmConnection hsm;
  private final OpenedKeys opened;
  private final AgentFacts agent;
  private final InstantSource clock;

  HsmMeters(HsmConnection hsm, OpenedKeys opened, AgentFacts agent, InstantSource clock) {
    this.hsm = hsm;
    this.opened = opened;
    this.agent = agent;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (RecoveryStep step : RecoveryStep.values()) {
      FunctionCounter.builder(
              "keyferry.hsm.recovery.attempts",
              hsm,
              connection -> connection.steps().getOrDefault(step, 0L))
          .description("Attempts to recover an unusable HSM, by recovery step")
          .tag("step", step.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    for (HsmState.Kind kind : HsmState.Kind.values()) {
      Gauge.builder(
              "keyferry.hsm.state", hsm, connection -> connection.state().kind() == kind ? 1 : 0)
          .description("1 for the current state of the HSM, 0 for the others")
          .tag("state", kind.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    Meters.gauge(
        registry,
        "keyferry.hsm.keys.left.extractable",
        "Keys that the agent made extractable for one wrap and has not yet made unextractable again",
        opened::count);
    Meters.seconds(
        registry,
        "keyferry.hsm.unavailable",
        "Time since the HSM became unusable; 0 while it is usable",
        () -> Optional.of(unavailable()));
    Meters.gauge(
        registry,
        "keyferry.hsm.login.blocked",
        "1 if logins are blocked until an operator acts, because a PIN was refused; 0 otherwise",
        () -> agent.loginLatched().getAsBoolean() ? 1 : 0);
  }

  private Duration unavailable() {
    HsmState state = hsm.state();
    return state.isReady() ? Duration.ZERO : Duration.between(state.since(), clock.instant());
  }
}
