package io.keyferry.agent.health.metrics;

import io.keyferry.evidence.log.AuditTrail;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;

/** The audit log. */
@Singleton
final class RecordMeters implements MeterBinder {

  private final AuditTrail trail;

  RecordMeters(AuditTrail trail) {
    this.trail = trail;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Meters.gauge(
        registry,
        "keyferry.audit.chain.length",
        "Lines in the audit log's chain, as last written by this process",
        () -> trail.head().sequence());
  }
}
