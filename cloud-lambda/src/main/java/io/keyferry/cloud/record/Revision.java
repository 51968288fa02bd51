package io.keyferry.cloud.record;

import java.time.Instant;
import java.util.Optional;

/**
 * One version of a stored import: who wrote it, who works on it, and when it is due.
 *
 * @param number 1 for the first, increasing by 1 with each change
 * @param writer the Lambda request id of the invocation that wrote this version
 * @param leaseUntil the time until which an invocation works on it
 * @param due when work is due unless done by then: the job is not sent, its answer has not arrived,
 *     or the end is not published
 */
public record Revision(
    long number, String writer, Optional<Instant> leaseUntil, Optional<Instant> due) {

  /** The first version, leased to its writer. */
  public static Revision first(String writer, Instant leaseUntil) {
    return new Revision(1, writer, Optional.of(leaseUntil), Optional.of(leaseUntil));
  }

  Revision next(String nextWriter, Optional<Instant> nextDue) {
    return new Revision(number + 1, nextWriter, leaseUntil, nextDue);
  }
}
