package io.keyferry.local.lambda;

import java.time.Duration;

/** Invokes a function periodically with one input, as an EventBridge schedule does. */
public final class Schedule implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Schedule.class.getName());

  private final Thread thread;

  private Schedule(Thread thread) {
    this.thread = thread;
  }

  /**
   * Starts the schedule, with the first invocation after one period. Answers are discarded; the
   * function's log has them.
   *
   * @param input one JSON value
   */
  public static Schedule start(FunctionProcess function, String input, Duration period) {
    return new Schedule(Thread.startVirtualThread(() -> run(function, input, period)));
  }

  private static void run(FunctionProcess function, String input, Duration period) {
    while (true) {
      try {
        Thread.sleep(period);
        function.invoke(input);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "the schedule goes on after a failed invocation", e);
      }
    }
  }

  /** Ends the schedule; an invocation in progress is abandoned. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
