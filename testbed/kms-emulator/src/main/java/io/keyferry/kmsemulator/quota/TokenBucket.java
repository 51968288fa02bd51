package io.keyferry.kmsemulator.quota;

import java.time.Duration;
import java.time.Instant;

/**
 * A bucket that holds one second's worth of tokens and fills evenly. Not thread-safe.
 *
 * <p>It stores no count, only the moment at which it would be full again.
 */
final class TokenBucket {

  private static final Duration CAPACITY = Duration.ofSeconds(1);

  private final Duration perToken;
  private Instant full = Instant.MIN;

  TokenBucket(int perSecond) {
    this.perToken = CAPACITY.dividedBy(perSecond);
  }

  boolean hasToken(Instant now) {
    return !afterTaking(now).isAfter(now.plus(CAPACITY));
  }

  void take(Instant now) {
    full = afterTaking(now);
  }

  private Instant afterTaking(Instant now) {
    return (full.isAfter(now) ? full : now).plus(perToken);
  }
}
