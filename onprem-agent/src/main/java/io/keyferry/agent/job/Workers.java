package io.keyferry.agent.job;

import io.keyferry.agent.job.Leases.Lease;
import io.keyferry.agent.job.queue.QueuedJob;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * A bounded number of threads, one for each job in progress. Messages of one group are processed in
 * sequence, because SQS may return several of one group in one receive.
 */
final class Workers {

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  private final Function<QueuedJob, MessageDisposition> work;
  private final Leases leases;
  private final Semaphore free;
  private final ExecutorService threads;
  private volatile boolean stopping;

  Workers(int count, Function<QueuedJob, MessageDisposition> work, Leases leases) {
    this.work = work;
    this.leases = leases;
    this.free = new Semaphore(count);
    this.threads =
        Executors.newFixedThreadPool(count, Thread.ofPlatform().name("job-", 1).factory());
  }

  /**
   * Waits for a free worker, then reserves all free workers, up to this number.
   *
   * @return 0 if none became free in time
   */
  int reserve(int atMost, Duration within) throws InterruptedException {
    if (!free.tryAcquire(within.toMillis(), TimeUnit.MILLISECONDS)) {
      return 0;
    }
    int reserved = 1;
    while (reserved < atMost && free.tryAcquire()) {
      reserved++;
    }
    return reserved;
  }

  void release(int reserved) {
    free.release(reserved);
  }

  /** Starts the received messages on reserved workers. Each message releases one when it ends. */
  void begin(List<QueuedJob> received) {
    Collection<List<Lease>> groups =
        received.stream()
            .map(leases::take)
            .collect(Collectors.groupingBy(lease -> lease.message().group()))
            .values();
    for (List<Lease> group : groups) {
      threads.execute(() -> group.forEach(this::workOn));
    }
  }

  private void workOn(Lease lease) {
    MessageDisposition disposal = MessageDisposition.RETRY;
    try {
      disposal = stopping ? MessageDisposition.GIVE_BACK : work.apply(lease.message());
    } catch (RuntimeException e) {
      LOG.error("Message {} could not be processed: internal error", lease.message().id(), e);
    } finally {
      lease.end(disposal);
      MDC.clear();
      free.release();
    }
  }

  /**
   * Lets jobs in progress end and returns the others to the queue.
   *
   * @return whether all ended in time
   */
  boolean stop(Duration within) throws InterruptedException {
    stopping = true;
    threads.shutdown();
    return threads.awaitTermination(within.toMillis(), TimeUnit.MILLISECONDS);
  }
}
