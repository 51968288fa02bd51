package io.keyferry.agent.health.metrics;

import io.keyferry.agent.hsm.CallObserver;
import io.keyferry.agent.hsm.token.Tokens;
import io.keyferry.agent.job.queue.QueueCalls;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The duration of calls to the HSM and the queues, by function. Registered before the first call.
 */
@Context
final class CallTimes {

  /** From opening a session to generating a key pair in a distant HSM. */
  private static final Duration[] HSM = {
    Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(10)
  };

  /** A receive waits up to 20 s for a job. */
  private static final Duration[] QUEUES = {
    Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(30)
  };

  private record Call(String function, boolean succeeded) {}

  private final QueueCalls queues;

  CallTimes(MeterRegistry registry, QueueCalls queues) {
    this.queues = queues;
    Tokens.observe(timers(registry, "keyferry.hsm.call", "Time of PKCS#11 calls", HSM));
    queues.observe(timers(registry, "keyferry.queue.call", "Time of calls to SQS", QUEUES));
  }

  private static CallObserver timers(
      MeterRegistry registry, String name, String help, Duration[] buckets) {
    Map<Call, Timer> timers = new ConcurrentHashMap<>();
    return (function, took, succeeded) ->
        timers
            .computeIfAbsent(
                new Call(function, succeeded),
                call ->
                    Timer.builder(name)
                        .description(help)
                        .tag("function", call.function())
                        .tag("result", call.succeeded() ? "ok" : "failed")
                        .serviceLevelObjectives(buckets)
                        .register(registry))
            .record(took);
  }

  @PreDestroy
  void close() {
    Tokens.observe(CallObserver.NONE);
    queues.observe(CallObserver.NONE);
  }
}
