package io.keyferry.agent.job;

import java.time.InstantSource;

/** Lets tests of other packages have a job in progress. */
public final class JobTallies {

  private JobTallies() {}

  public static JobTally at(InstantSource clock) {
    return new JobTally(clock);
  }

  public static void begin(JobTally tally) {
    tally.begun(MemoryQueue.message("1", "key"));
  }

  /** Gives its message back. */
  public static void end(JobTally tally) {
    tally.ended(MemoryQueue.message("1", "key"), MessageDisposition.RETRY);
  }
}
