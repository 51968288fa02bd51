package io.keyferry.agent.health;

import io.keyferry.agent.job.queue.QueueStatus;
import io.keyferry.model.value.UtcTime;
import io.micronaut.health.HealthStatus;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code queues}: DOWN if the last receive or the last send failed. */
@Singleton
final class QueuesHealth extends Indicator {

  private final QueueStatus queues;

  QueuesHealth(QueueStatus queues) {
    this.queues = queues;
  }

  @Override
  Reading read() {
    Optional<String> error = queues.error();
    Optional<Instant> last = queues.lastReceive();
    Map<String, Object> details = new LinkedHashMap<>();
    last.ifPresent(at -> details.put("lastReceive", UtcTime.format(at)));
    error.ifPresent(fault -> details.put("error", fault));
    HealthStatus status = last.isPresent() ? HealthStatus.UP : HealthStatus.UNKNOWN;
    return new Reading(
        "queues",
        error.isPresent() ? HealthStatus.DOWN : status,
        error
            .or(() -> last.map(at -> "last receive succeeded at " + Times.text(at)))
            .orElse("SQS has not responded yet"),
        details);
  }
}
