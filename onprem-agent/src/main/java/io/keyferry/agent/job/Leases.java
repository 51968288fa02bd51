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

/** Keeps received messages hidden for as long as they are in hand. */
final class Leases {

  private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

  private final JobQueue queue;
  private final ScheduledExecutorService timer;
  private final Duration hidden;
  private final Duration every;
  private final JobTally tally;

  /**
   * @param hidden for how long a message is hidden each time
   * @param every how often, well before that
   * @param tally is told of what comes and goes
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

  /** A timer that forgets what is cancelled: a heartbeat holds the message of its job. */
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

  /** One message in hand. It ends once, by {@link #end}. */
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
        LOG.warn("A job in hand may come to another agent too: {}", e.getMessage());
      }
    }

    /** Waits for a heartbeat under way: one that came later would hide the message again. */
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
        LOG.warn("The message comes again after its visibility timeout: {}", e.getMessage());
      }
    }
  }
}
