package io.keyferry.evidence.log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that advances by a second each time. */
final class TickingClock implements InstantSource {

  static final Instant START = Instant.parse("2026-11-23T09:30:00Z");

  private final AtomicLong seconds = new AtomicLong();

  @Override
  public Instant instant() {
    return START.plus(Duration.ofSeconds(seconds.getAndIncrement()));
  }
}
