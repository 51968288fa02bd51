package io.keyferry.local.kms;

import java.time.Instant;

/** How a material became current: {@code RotationDate} and {@code RotationType}. */
record Rotated(Instant at, Type type) {

  /** KMS's words. */
  enum Type {
    AUTOMATIC,
    ON_DEMAND
  }
}
