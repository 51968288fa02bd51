package io.keyferry.agent.health;

import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.recovery.HsmConnection;
import io.keyferry.agent.hsm.recovery.HsmState;
import io.keyferry.model.value.TokenIdentity;
import io.micronaut.health.HealthStatus;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code hsm}: UP if jobs can be processed and answered. Reads the state of the connection, without
 * an HSM call.
 */
@Singleton
final class HsmHealth extends Indicator {

  private final HsmConnection hsm;
  private final Token token;

  HsmHealth(HsmConnection hsm, Token token) {
    this.hsm = hsm;
    this.token = token;
  }

  @Override
  Reading read() {
    TokenIdentity identity = token.identity();
    HsmState state = hsm.state();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("label", identity.label());
    details.put("serial", identity.serial());
    details.put("state", state.kind().name());
    details.put("since", state.since().toString());
    state.reason().ifPresent(reason -> details.put("error", reason));
    return new Reading(
        "hsm",
        state.isReady() ? HealthStatus.UP : HealthStatus.DOWN,
        state.reason().orElse("the token responds and has the agent's key"),
        details);
  }
}
