package io.keyferry.agent.job;

import io.keyferry.agent.hsm.recovery.Backoff;
import io.keyferry.agent.hsm.recovery.HsmConnection;
import io.keyferry.agent.job.queue.JobQueue;
import io.keyferry.agent.job.queue.QueueException;
import io.keyferry.agent.job.queue.QueueStatus;
import io.keyferry.agent.job.queue.QueuedJob;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the jobs queue for as many messages as there are free workers, until it is stopped. While
 * the HSM is not ready, or jobs cannot be recorded, it receives nothing, because every receive
 * counts toward the dead-letter queue.
 */
public final class JobLoop {

  private static final Logger LOG = LoggerFactory.getLogger(JobLoop.class);
  private static final int MAX_MESSAGES = 10;

  /** The watchdog interval while all workers are busy. */
  private static final Duration WATCHDOG_INTERVAL = Duration.ofSeconds(10);

  /** Detects a full disk before the next job. */
  private static final Duration BETWEEN_CHECKS = Duration.ofMinutes(1);

  /**
   * The loop's times.
   *
   * @param poll how long a receive waits for a message
   * @param hidden how long a received message is hidden
   * @param queue the backoff while the queue fails
   * @param records the backoff while jobs cannot be recorded
   */
  record Times(Duration poll, Duration hidden, Backoff queue, Backoff records) {}

  private final JobQueue queue;
  private final QueueStatus status;
  private final Workers workers;
  private final HsmConnection hsm;
  private final RecordProbe records;
  private final Times times;
  private final InstantSource clock;
  private final Runnable alive;
  private volatile Instant turned;
  private Instant recordsChecked;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  // Virtual, because only the interrupt of a virtual thread ends a long poll.
  private final Thread poller = Thread.ofVirtual().name("poller").unstarted(this::run);

  JobLoop(
      JobQueue queue,
      QueueStatus status,
      Workers workers,
      Prerequisites prerequisites,
      Times times,
      InstantSource clock,
      Runnable alive) {
    this.turned = clock.instant();
    this.recordsChecked = clock.instant();
    this.queue = queue;
    this.status = status;
    this.workers = workers;
    this.hsm = prerequisites.hsm();
    this.records = prerequisites.records();
    this.times = times;
    this.clock = clock;
    this.alive = alive;
  }

  public void start() {
    poller.start();
  }

  /** The end of the loop's last turn. A turn waits while every worker is busy. */
  public Instant turned() {
    return turned;
  }

  /**
   * Waits for the end of the loop.
   *
   * @return false if the time is up first
   * @throws IllegalStateException if the loop failed, which is a bug
   */
  public boolean awaitEnd(Duration atMost) throws InterruptedException {
    try {
      ended.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the job loop failed", e.getCause());
    }
  }

  /**
   * Stops polling, returns messages that were not started to the queue and lets jobs in progress
   * end.
   *
   * @param within the max time for all of this
   */
  public void stop(Duration within) throws InterruptedException {
    long begun = System.nanoTime();
    stopping.countDown();
    hsm.stop();
    poller.interrupt();
    poller.join(within);
    if (!workers.stop(within.minusNanos(System.nanoTime() - begun))) {
      LOG.warn(
          "Jobs still in progress after {} s; they will be delivered again", within.toSeconds());
    }
  }

  private void run() {
    try {
      Duration wait = Duration.ZERO;
      while (!stopped()) {
        alive.run();
        if (recordsCanBeKept() && hsmIsReady()) {
          wait = receive(wait) ? times.poll() : Duration.ZERO;
        }
        turned = clock.instant();
      }
      ended.complete(null);
    } catch (InterruptedException e) {
      // Only stop() interrupts this thread, and there is nothing left to do.
      ended.complete(null);
    } catch (RuntimeException | Error e) {
      ended.completeExceptionally(e);
    }
  }

  private boolean stopped() {
    return stopping.getCount() == 0;
  }

  private void pause(Duration time) throws InterruptedException {
    alive.run();
    if (stopping.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.debug("Stopped while waiting");
    }
  }

  private boolean recordsCanBeKept() throws InterruptedException {
    boolean well = records.fault().isEmpty();
    if (well) {
      times.records().afterSuccess();
      if (clock.instant().isBefore(recordsChecked.plus(BETWEEN_CHECKS))) {
        return true;
      }
    } else {
      pause(times.records().afterFailure());
    }
    recordsChecked = clock.instant();
    Optional<String> fault = records.ask();
    if (fault.isEmpty()) {
      if (!well) {
        LOG.info("Jobs can be recorded again");
      }
      records.kept();
      return true;
    }
    LOG.warn("Receiving no jobs while jobs cannot be recorded: {}", fault.get());
    records.failed(fault.get());
    return false;
  }

  private boolean hsmIsReady() {
    return hsm.state().isReady() || hsm.awaitReady(WATCHDOG_INTERVAL);
  }

  private int reserve() throws InterruptedException {
    int reserved = workers.reserve(MAX_MESSAGES, WATCHDOG_INTERVAL);
    while (reserved == 0) {
      alive.run();
      reserved = workers.reserve(MAX_MESSAGES, WATCHDOG_INTERVAL);
    }
    alive.run();
    return reserved;
  }

  /**
   * @param wait zero after a failure, so that the queue's health is known immediately
   * @return whether the queue responded
   */
  private boolean receive(Duration wait) throws InterruptedException {
    int reserved = reserve();
    int begun = 0;
    try {
      List<QueuedJob> received = queue.receive(reserved, wait, times.hidden());
      status.received(clock.instant());
      times.queue().afterSuccess();
      begun = received.size();
      workers.begin(received);
      return true;
    } catch (QueueException e) {
      if (!stopped()) {
        LOG.warn("{}", e.getMessage());
        status.receiveFailed(e);
        pause(times.queue().afterFailure());
      }
      return false;
    } finally {
      workers.release(reserved - begun);
    }
  }
}
