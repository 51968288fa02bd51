package io.keyferry.agent.job;

import io.keyferry.agent.hsm.Backoff;
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
 * the HSM is away, or nothing can be recorded, it receives nothing, as every receipt counts towards
 * the dead-letter queue.
 */
public final class JobLoop {

  private static final Logger LOG = LoggerFactory.getLogger(JobLoop.class);
  private static final int MOST_MESSAGES = 10;

  /** The watchdog is fed so often while all workers are busy, which is no fault of the loop's. */
  private static final Duration A_WHILE = Duration.ofSeconds(10);

  private final JobQueue queue;
  private final Workers workers;
  private final Leases leases;
  private final HsmProbe hsm;
  private final RecordProbe records;
  private final QueueStatus status;
  private final InstantSource clock;
  private final Duration poll;
  private final Backoff queueBackoff;
  private final Backoff hsmBackoff;
  private final Backoff recordBackoff;
  private final Runnable alive;
  private volatile Instant turned;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  // Virtual, as only a virtual thread's interrupt ends a long poll.
  private final Thread poller = Thread.ofVirtual().name("poller").unstarted(this::run);

  JobLoop(
      JobQueue queue,
      Workers workers,
      Leases leases,
      HsmProbe hsm,
      RecordProbe records,
      QueueStatus status,
      InstantSource clock,
      Duration poll,
      Backoff queueBackoff,
      Backoff hsmBackoff,
      Backoff recordBackoff,
      Runnable alive) {
    this.turned = clock.instant();
    this.queue = queue;
    this.workers = workers;
    this.leases = leases;
    this.hsm = hsm;
    this.records = records;
    this.status = status;
    this.clock = clock;
    this.poll = poll;
    this.queueBackoff = queueBackoff;
    this.hsmBackoff = hsmBackoff;
    this.recordBackoff = recordBackoff;
    this.alive = alive;
  }

  public void start() {
    poller.start();
  }

  /** When the loop last came round. It does not while every worker has a job in hand. */
  public Instant turned() {
    return turned;
  }

  /**
   * Waits for the end of the loop.
   *
   * @return false if the time is up before
   * @throws IllegalStateException if the loop ended by a fault, which it never should
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
   * Stops polling, gives back what was not begun and lets jobs in hand end.
   *
   * @param within how long all of this may take
   */
  public void stop(Duration within) throws InterruptedException {
    long begun = System.nanoTime();
    stopping.countDown();
    hsm.stop();
    poller.interrupt();
    poller.join(within);
    if (!workers.stop(within.minusNanos(System.nanoTime() - begun))) {
      LOG.warn("Jobs were still in hand after {} s; they come again", within.toSeconds());
    }
  }

  private void run() {
    try {
      Duration wait = Duration.ZERO;
      while (!stopped()) {
        alive.run();
        if (recordsCanBeKept() && hsmAnswers()) {
          wait = receive(wait) ? poll : Duration.ZERO;
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
    if (records.fault().isEmpty()) {
      recordBackoff.afterSuccess();
      return true;
    }
    pause(recordBackoff.afterFailure());
    Optional<String> fault = records.ask();
    if (fault.isEmpty()) {
      LOG.info("Jobs can be recorded again");
      records.kept();
      return true;
    }
    LOG.warn("No job is received while none can be recorded: {}", fault.get());
    records.failed(fault.get());
    return false;
  }

  private boolean hsmAnswers() throws InterruptedException {
    if (hsm.fault().isEmpty()) {
      hsmBackoff.afterSuccess();
      return true;
    }
    pause(hsmBackoff.afterFailure());
    Optional<String> fault = hsm.ask().join();
    if (fault.isEmpty()) {
      LOG.info("The token answers again");
      hsm.answered();
      return true;
    }
    LOG.warn("No job is received while the token does not answer: {}", fault.get());
    hsm.failed(fault.get());
    return false;
  }

  private int reserve() throws InterruptedException {
    int reserved = workers.reserve(MOST_MESSAGES, A_WHILE);
    while (reserved == 0) {
      alive.run();
      reserved = workers.reserve(MOST_MESSAGES, A_WHILE);
    }
    alive.run();
    return reserved;
  }

  /**
   * @param wait zero after a failure, so that the queue's health is known at once
   * @return whether the queue answered
   */
  private boolean receive(Duration wait) throws InterruptedException {
    int reserved = reserve();
    int begun = 0;
    try {
      List<QueuedJob> received = queue.receive(reserved, wait, leases.hidden());
      status.received(clock.instant());
      queueBackoff.afterSuccess();
      begun = received.size();
      workers.begin(received);
      return true;
    } catch (QueueException e) {
      if (!stopped()) {
        LOG.warn("{}", e.getMessage());
        status.receiveFailed(e);
        pause(queueBackoff.afterFailure());
      }
      return false;
    } finally {
      workers.release(reserved - begun);
    }
  }
}
