package io.keyferry.agent.job;

import io.keyferry.agent.hsm.AgentKeyIdentity;
import io.keyferry.agent.hsm.recovery.Backoff;
import io.keyferry.agent.job.check.WorkSettings;
import io.keyferry.agent.job.identity.AgentIdentity;
import io.keyferry.agent.job.queue.JobQueue;
import io.keyferry.agent.job.queue.QueueStatus;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/** The parts of the job loop, and its times. */
@Factory
final class JobBeans {

  /** The number of heartbeats per visibility timeout. */
  private static final int HEARTBEATS = 3;

  // Replaces Micronaut's own.
  @Primary
  @Singleton
  InstantSource clock() {
    return Clock.systemUTC();
  }

  @Singleton
  AgentIdentity identity(AgentKeyIdentity key) {
    return AgentIdentity.of(key);
  }

  @Singleton
  @Bean(preDestroy = "close")
  ScheduledExecutorService heartbeats(WorkSettings settings) {
    return Leases.timer(settings.concurrency());
  }

  @Singleton
  Leases leases(
      JobQueue queue, ScheduledExecutorService heartbeats, WorkSettings settings, JobTally tally) {
    Duration visibility = settings.visibility();
    return new Leases(queue, heartbeats, visibility, visibility.dividedBy(HEARTBEATS), tally);
  }

  @Singleton
  Workers workers(WorkSettings settings, JobWorker worker, Leases leases) {
    return new Workers(settings.concurrency(), worker::work, leases);
  }

  @Singleton
  JobLoop loop(
      JobQueue queue,
      QueueStatus status,
      Workers workers,
      Prerequisites prerequisites,
      WorkSettings settings,
      InstantSource clock,
      Housekeeping housekeeping) {
    RandomGenerator random = new SecureRandom();
    JobLoop.Times times =
        new JobLoop.Times(
            settings.poll(),
            settings.visibility(),
            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), random),
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), random));
    return new JobLoop(queue, status, workers, prerequisites, times, clock, housekeeping);
  }
}
