package io.keyferry.agent.health;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import java.util.Map;
import org.reactivestreams.Publisher;

/**
 * One part of the agent's health, shared by the health endpoints, the status page and the status
 * line. Makes no calls, so it may be read often.
 */
public abstract class Indicator implements HealthIndicator {

  /**
   * The current state.
   *
   * @param name as in {@code /health}
   * @param sentence for people
   * @param details for programs
   */
  public record Reading(
      String name, HealthStatus status, String sentence, Map<String, Object> details) {

    public boolean isUp() {
      return status.equals(HealthStatus.UP);
    }

    public boolean isDown() {
      return status.equals(HealthStatus.DOWN);
    }

    static Reading up(String name, String sentence) {
      return new Reading(name, HealthStatus.UP, sentence, Map.of());
    }

    static Reading down(String name, String fault) {
      return new Reading(name, HealthStatus.DOWN, fault, Map.of("error", fault));
    }
  }

  abstract Reading read();

  @Override
  public final Publisher<HealthResult> getResult() {
    Reading now = read();
    return Publishers.just(
        HealthResult.builder(now.name(), now.status()).details(now.details()).build());
  }
}
