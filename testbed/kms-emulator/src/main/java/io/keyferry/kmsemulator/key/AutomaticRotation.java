package io.keyferry.kmsemulator.key;

import java.time.Duration;
import java.time.Instant;

/** The rotation of a key by KMS itself. */
public record AutomaticRotation(int days, Instant next) {

  public static final int USUAL_DAYS = 365;

  public static AutomaticRotation from(Instant now, int days) {
    return new AutomaticRotation(days, now.plus(Duration.ofDays(days)));
  }

  /** The next rotation. */
  AutomaticRotation following(Instant rotated) {
    return from(rotated, days);
  }
}
