package io.keyferry.agent.job;

import io.keyferry.agent.job.queue.JobQueue;
import io.keyferry.agent.job.queue.QueueException;
import io.keyferry.agent.job.queue.QueuedJob;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps received messages hidden while they are being processed. */
final class Leases {

  private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

  private final JobQueue queue;
  private final ScheduledExecutorService timer;
  private final Duration hidden;
  private final Duration every;
  private final JobTally tally;

  /**
   * @param hidden how long a message is hidden each time
   * @param every the heartbeat interval, well below that
   * @param tally receives the start and end of each lease
   */
  Leases(
      JobQueue queue,
      ScheduledExecutorService timer,
      Duration hidden,
      Duration every,
      JobTally tally) {
    this.queue = queue;
    this.timer = timer;
    this.hidden = hidden;
    this.every = every;
    this.tally = tally;
  }

  /** A timer that drops canceled tasks, because a heartbeat references the message of its job. */
  static ScheduledThreadPoolExecutor timer(int threads) {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            threads, Thread.ofVirtual().name("heartbeat-", 1).factory());
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  Lease take(QueuedJob message) {
    return new Lease(message);
  }

  /** The lease of one message. It ends once, with {@link #end}. */
  final class Lease {

    private final QueuedJob message;
    private final ScheduledFuture<?> heartbeat;
    private boolean ended;

    private Lease(QueuedJob message) {
      this.message = message;
      tally.begun(message);
      long millis = every.toMillis();
      this.heartbeat =
          timer.scheduleWithFixedDelay(this::extend, millis, millis, TimeUnit.MILLISECONDS);
    }

    QueuedJob message() {
      return message;
    }

    private synchronized void extend() {
      if (ended) {
        return;
      }
      try {
        queue.hide(message, hidden);
      } catch (QueueException e) {
        LOG.warn("A job in progress may be delivered to another agent, too: {}", e.getMessage());
      }
    }

    /** Waits for a running heartbeat: a later one would hide the message again. */
    synchronized void end(MessageDisposition disposal) {
      ended = true;
      heartbeat.cancel(false);
      tally.ended(message, disposal);
      try {
        if (disposal == MessageDisposition.DELETE) {
          queue.delete(message);
        } else {
          queue.hide(message, disposal.hidden());
        }
      } catch (QueueException e) {
        LOG.warn(
            "The message will be delivered again after its visibility timeout: {}", e.getMessage());
      }
    }
  }
}
