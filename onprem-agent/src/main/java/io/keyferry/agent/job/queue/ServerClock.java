package io.keyferry.agent.job.queue;

import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Compares the agent's clock with the {@code Date} header of every response from SQS (RFC 9110,
 * 6.6.1).
 */
@Singleton
public final class ServerClock implements ExecutionInterceptor {

  /**
   * The max difference between the clocks of the agent and the cloud. Beyond it, jobs are refused.
   */
  public static final Duration MAX_SKEW = Duration.ofMinutes(5);

  private final InstantSource clock;
  private final AtomicReference<Optional<Duration>> ahead = new AtomicReference<>(Optional.empty());

  /** Creates a clock that has seen no response. */
  public ServerClock(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * How far the agent's clock is ahead of that of SQS, to the second; negative if it is behind.
   * Absent before the first response.
   */
  public Optional<Duration> ahead() {
    return ahead.get();
  }

  @Override
  public void afterTransmission(
      Context.AfterTransmission context, ExecutionAttributes executionAttributes) {
    context
        .httpResponse()
        .firstMatchingHeader("Date")
        .flatMap(ServerClock::parse)
        .ifPresent(this::compare);
  }

  /** Compares with a server's time. */
  public void compare(Instant server) {
    ahead.set(
        Optional.of(Duration.ofSeconds(Duration.between(server, clock.instant()).toSeconds())));
  }

  /** Ignores an invalid date, because a proxy may send anything. */
  private static Optional<Instant> parse(String date) {
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
