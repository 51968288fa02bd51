package io.keyferry.agent.health.metrics;

import io.keyferry.agent.job.queue.AgentCertificate;
import io.keyferry.agent.job.queue.ObservedCredentialsProvider;
import io.keyferry.agent.job.queue.QueueStatus;
import io.keyferry.agent.job.queue.ServerClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** What the agent needs from AWS: queues that respond, valid credentials, a synchronized clock. */
@Singleton
final class CloudMeters implements MeterBinder {

  private final QueueStatus queues;
  private final ServerClock server;
  private final ObservedCredentialsProvider credentials;
  private final AgentCertificate certificate;
  private final InstantSource clock;

  CloudMeters(
      QueueStatus queues,
      ServerClock server,
      ObservedCredentialsProvider credentials,
      AgentCertificate certificate,
      InstantSource clock) {
    this.queues = queues;
    this.server = server;
    this.credentials = credentials;
    this.certificate = certificate;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Meters.seconds(
        registry,
        "keyferry.queue.last.receive.age",
        "Time since the last successful receive, with or without a job",
        () -> queues.lastReceive().map(at -> Duration.between(at, clock.instant())));
    Meters.seconds(
        registry,
        "keyferry.clock.skew",
        "How far this clock is ahead of that of SQS, to the second; negative if it is behind",
        server::ahead);
    Meters.seconds(
        registry,
        "keyferry.credentials.expiry",
        "Time until the AWS credentials in use expire; NaN if they do not expire",
        () -> Meters.until(clock, credentials.expiry()));
    Meters.seconds(
        registry,
        "keyferry.certificate.expiry",
        "Time until the certificate for IAM Roles Anywhere expires; NaN without one",
        () -> Meters.until(clock, certificate.expiry()));
  }
}
