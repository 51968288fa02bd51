package io.keyferry.cloud.record;

import java.time.Instant;
import java.util.Optional;

/**
 * One version of a stored import: who wrote it, and when it is whose turn.
 *
 * @param number 1 for the first, then one more with each change
 * @param writer the Lambda request id of the invocation that wrote this version
 * @param leaseUntil until when an invocation works on it
 * @param due when something has to be done unless it was done by then: the job is not sent, its
 *     answer has not come, or its end is not published yet
 */
public record Revision(
    long number, String writer, Optional<Instant> leaseUntil, Optional<Instant> due) {

  /** The first version, on which its writer works. */
  public static Revision first(String writer, Instant leaseUntil) {
    return new Revision(1, writer, Optional.of(leaseUntil), Optional.of(leaseUntil));
  }

  Revision next(String nextWriter, Optional<Instant> nextDue) {
    return new Revision(number + 1, nextWriter, leaseUntil, nextDue);
  }
}
