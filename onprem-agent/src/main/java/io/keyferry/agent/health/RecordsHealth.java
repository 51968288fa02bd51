package io.keyferry.agent.health;

import io.keyferry.agent.job.RecordProbe;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import org.reactivestreams.Publisher;

/** {@code records}: DOWN if what the agent does cannot be written down, and so it does nothing. */
@Singleton
final class RecordsHealth implements HealthIndicator {

  private final RecordProbe records;

  RecordsHealth(RecordProbe records) {
    this.records = records;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    Optional<String> fault = fault();
    return Publishers.just(
        HealthResult.builder("records", fault.isEmpty() ? HealthStatus.UP : HealthStatus.DOWN)
            .details(fault.<Map<String, Object>>map(why -> Map.of("error", why)).orElse(Map.of()))
            .build());
  }

  Indicator indicator() {
    return fault()
        .map(why -> new Indicator("records", HealthStatus.DOWN, why))
        .orElseGet(() -> new Indicator("records", HealthStatus.UP, "jobs can be written down"));
  }

  Optional<String> fault() {
    return records.fault();
  }
}
