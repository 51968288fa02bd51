package io.keyferry.agent.health;

import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.recovery.HsmConnection;
import io.keyferry.agent.hsm.recovery.HsmState;
import io.keyferry.model.value.TokenIdentity;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.reactivestreams.Publisher;

/** {@code hsm}: UP if jobs can be worked on and answered. Asks nobody: the connection knows. */
@Singleton
final class HsmHealth implements HealthIndicator {

  private final HsmConnection hsm;
  private final Token token;

  HsmHealth(HsmConnection hsm, Token token) {
    this.hsm = hsm;
    this.token = token;
  }

  Indicator indicator() {
    return hsm.state()
        .reason()
        .map(why -> new Indicator("hsm", HealthStatus.DOWN, why))
        .orElseGet(() ->
            new Indicator("hsm", HealthStatus.UP, "the token answers, and has the agent's key"));
  }

  @Override
  public Publisher<HealthResult> getResult() {
    TokenIdentity identity = token.identity();
    HsmState state = hsm.state();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("label", identity.label());
    details.put("serial", identity.serial());
    details.put("state", state.kind().name());
    details.put("since", state.since().toString());
    state.reason().ifPresent(reason -> details.put("error", reason));
    return Publishers.just(
        HealthResult.builder("hsm", state.isReady() ? HealthStatus.UP : HealthStatus.DOWN)
            .details(details)
            .build());
  }
}
