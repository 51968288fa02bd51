package io.keyferry.agent.health.metrics;

import io.keyferry.agent.job.JobOutcome;
import io.keyferry.agent.job.JobTally;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;

/** Jobs: what became of them, and those in hand. */
@Singleton
final class JobMeters implements MeterBinder {

  private final JobTally tally;

  JobMeters(JobTally tally) {
    this.tally = tally;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (JobOutcome outcome : JobOutcome.values()) {
      FunctionCounter.builder("keyferry.jobs", tally, jobs -> jobs.count(outcome))
          .description("Messages of the jobs queue, by what became of them")
          .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    Meters.gauge(registry, "keyferry.jobs.in.progress", "Jobs in progress now", tally::inProgress);
    Meters.seconds(
        registry,
        "keyferry.job.max.in.progress",
        "For how long the agent has had the job that it has had longest; 0 without one",
        () -> Optional.of(tally.maxInProgress()));
    Meters.seconds(
        registry,
        "keyferry.job.oldest.age",
        "How long ago the cloud half signed the oldest job in hand; 0 without one",
        () -> Optional.of(tally.oldestJob()));
  }
}
