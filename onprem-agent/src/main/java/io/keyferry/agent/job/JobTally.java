package io.keyferry.agent.job;

import io.keyferry.agent.job.queue.QueuedJob;
import io.keyferry.agent.job.wrap.KeyWork;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Counts the outcomes of this run's jobs, and keeps track of those in progress. */
@Singleton
public final class JobTally {

  private record InProgress(Instant since, Optional<Instant> issuedAt) {}

  private final InstantSource clock;
  private final Map<JobOutcome, Long> counts = new EnumMap<>(JobOutcome.class);
  private final Map<QueuedJob, InProgress> inProgress = new HashMap<>();
  private Instant changed;

  JobTally(InstantSource clock) {
    this.clock = clock;
    this.changed = clock.instant();
  }

  public synchronized long count(JobOutcome outcome) {
    return counts.getOrDefault(outcome, 0L);
  }

  public synchronized int inProgress() {
    return inProgress.size();
  }

  /** When a job last started or ended. */
  public synchronized Instant changed() {
    return changed;
  }

  /** How long the longest-running job has been in progress; zero without one. */
  public Duration maxInProgress() {
    return longest(job -> Optional.of(job.since()));
  }

  /** Time since the cloud signed the oldest authentic job in progress; zero without one. */
  public Duration oldestJob() {
    return longest(InProgress::issuedAt);
  }

  private synchronized Duration longest(Function<InProgress, Optional<Instant>> since) {
    Instant now = clock.instant();
    return inProgress.values().stream()
        .map(since)
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder())
        .map(oldest -> Duration.between(oldest, now))
        .orElse(Duration.ZERO);
  }

  synchronized void begun(QueuedJob message) {
    changed = clock.instant();
    inProgress.put(message, new InProgress(changed, Optional.empty()));
  }

  synchronized void issued(QueuedJob message, Instant at) {
    inProgress.computeIfPresent(
        message, (same, job) -> new InProgress(job.since(), Optional.of(at)));
  }

  /** The result of a job was sent; its message is about to be deleted. */
  synchronized void answered(KeyWork.Done done) {
    add(
        switch (done) {
          case KeyWork.Done.Wrapped wrapped -> JobOutcome.DONE;
          case KeyWork.Done.Refused refused -> JobOutcome.REFUSED;
        });
  }

  synchronized void ended(QueuedJob message, MessageDisposition disposal) {
    changed = clock.instant();
    inProgress.remove(message);
    switch (disposal) {
      case DELETE -> {
        // Already counted by answered().
      }
      case REJECT -> add(JobOutcome.REJECTED);
      case RETRY -> add(JobOutcome.RETRIED);
      case GIVE_BACK -> add(JobOutcome.GIVEN_BACK);
    }
  }

  private void add(JobOutcome outcome) {
    counts.merge(outcome, 1L, Long::sum);
  }
}
