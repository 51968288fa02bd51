package io.keyferry.agent.run;

import io.keyferry.agent.config.AgentConfig;
import io.keyferry.agent.health.AgentFacts;
import io.keyferry.agent.login.PinLatch;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** The configuration that health and metrics report. */
@Factory
final class HealthBeans {

  @Singleton
  AgentFacts facts(AgentConfig config, PinLatch latch) {
    return new AgentFacts(config.token().maxOutage(), latch::isShut);
  }
}
