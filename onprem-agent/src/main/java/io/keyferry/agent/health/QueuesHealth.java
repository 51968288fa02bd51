package io.keyferry.agent.health;

import io.keyferry.agent.job.queue.QueueStatus;
import io.keyferry.model.value.UtcTime;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.reactivestreams.Publisher;

/** {@code queues}: DOWN if the last receive or the last send failed. */
@Singleton
final class QueuesHealth implements HealthIndicator {

  private final QueueStatus queues;

  QueuesHealth(QueueStatus queues) {
    this.queues = queues;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    Map<String, Object> details = new LinkedHashMap<>();
    queues.lastReceive().ifPresent(at -> details.put("lastReceive", UtcTime.format(at)));
    queues.error().ifPresent(error -> details.put("error", error));
    return Publishers.just(HealthResult.builder("queues", status()).details(details).build());
  }

  Indicator indicator() {
    String detail =
        queues
            .error()
            .or(() -> queues.lastReceive().map(at -> "asked without a fault at " + Times.text(at)))
            .orElse("SQS has not answered yet");
    return new Indicator("queues", status(), detail);
  }

  HealthStatus status() {
    if (queues.error().isPresent()) {
      return HealthStatus.DOWN;
    }
    return queues.lastReceive().isPresent() ? HealthStatus.UP : HealthStatus.UNKNOWN;
  }
}
