package io.keyferry.agent.health.metrics;

import io.keyferry.agent.job.JobOutcome;
import io.keyferry.agent.job.JobTally;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;

/** Jobs: their outcomes, and those in progress. */
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
          .description("Messages of the jobs queue, by outcome")
          .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    Meters.gauge(registry, "keyferry.jobs.in.progress", "Jobs in progress now", tally::inProgress);
    Meters.seconds(
        registry,
        "keyferry.job.max.in.progress",
        "Processing time of the job that has been in progress longest; 0 without one",
        () -> Optional.of(tally.maxInProgress()));
    Meters.seconds(
        registry,
        "keyferry.job.oldest.age",
        "Time since the cloud half signed the oldest job in progress; 0 without one",
        () -> Optional.of(tally.oldestJob()));
  }
}
