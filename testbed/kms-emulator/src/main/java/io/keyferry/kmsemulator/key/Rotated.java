package io.keyferry.kmsemulator.key;

import java.time.Instant;

/** How a material became current: {@code RotationDate} and {@code RotationType}. */
public record Rotated(Instant at, Type type) {

  /** KMS's names. */
  public enum Type {
    AUTOMATIC,
    ON_DEMAND
  }
}
