package io.keyferry.agent.health;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.management.endpoint.health.HealthLevelOfDetail;
import io.micronaut.management.health.aggregator.DefaultHealthAggregator;
import io.micronaut.management.health.aggregator.HealthAggregator;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.runtime.ApplicationConfiguration;
import jakarta.inject.Singleton;
import java.util.List;
import org.reactivestreams.Publisher;

/** Leaves Micronaut's own indicators out: disks and threads tell nothing about this agent. */
@Replaces(DefaultHealthAggregator.class)
@Singleton
final class AgentHealthAggregator implements HealthAggregator<HealthResult> {

  private final HealthAggregator<HealthResult> all;
  private final HealthIndicator[] own;
  private final LoopHealth loop;

  AgentHealthAggregator(
      ApplicationConfiguration application,
      HsmHealth hsm,
      QueuesHealth queues,
      ClockHealth clock,
      RecordsHealth records,
      LoopHealth loop) {
    this.all = new DefaultHealthAggregator(application);
    this.loop = loop;
    this.own = new HealthIndicator[] {hsm, queues, clock, records};
  }

  @Override
  public Publisher<HealthResult> aggregate(
      HealthIndicator[] indicators, HealthLevelOfDetail levelOfDetail) {
    return all.aggregate(
        isLiveness(indicators) ? new HealthIndicator[] {loop} : own, levelOfDetail);
  }

  /** {@code /health/liveness} hands in its own alone, the other two hand in the HSM's too. */
  private boolean isLiveness(HealthIndicator[] indicators) {
    List<HealthIndicator> asked = List.of(indicators);
    return asked.contains(loop) && !asked.contains(own[0]);
  }

  @Override
  public Publisher<HealthResult> aggregate(String name, Publisher<HealthResult> results) {
    return all.aggregate(name, results);
  }
}
