package io.keyferry.agent.health.metrics;

import io.keyferry.agent.hsm.CallObserver;
import io.keyferry.agent.hsm.Tokens;
import io.keyferry.agent.job.QueueCalls;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import java.time.Duration;

/** How long the HSM and the queues take, by function. There before the first call is made. */
@Context
final class CallTimes {

  /** From a session to a key pair in an HSM far away. */
  private static final Duration[] HSM = {
    Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(10)
  };

  /** A receive waits up to 20 s for a job. */
  private static final Duration[] QUEUES = {
    Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(30)
  };

  private final QueueCalls queues;

  CallTimes(MeterRegistry registry, QueueCalls queues) {
    this.queues = queues;
    Tokens.observe(timers(registry, "keyferry.hsm.call", "Time of PKCS#11 calls", HSM));
    queues.observe(timers(registry, "keyferry.queue.call", "Time of calls to SQS", QUEUES));
  }

  private static CallObserver timers(
      MeterRegistry registry, String name, String help, Duration[] buckets) {
    return (function, took, succeeded) ->
        Timer.builder(name)
            .description(help)
            .tag("function", function)
            .tag("result", succeeded ? "ok" : "failed")
            .serviceLevelObjectives(buckets)
            .register(registry)
            .record(took);
  }

  @PreDestroy
  void close() {
    Tokens.observe(CallObserver.NONE);
    queues.observe(CallObserver.NONE);
  }
}
