package io.keyferry.agent.health;

import io.micronaut.health.HealthStatus;

/**
 * One part of the agent's health, for people.
 *
 * @param name as in {@code /health}
 * @param detail one sentence
 */
public record Indicator(String name, HealthStatus status, String detail) {

  public boolean isUp() {
    return status.equals(HealthStatus.UP);
  }
}
