package io.keyferry.kmsemulator.environment;

import io.keyferry.kmsemulator.value.InvalidValueException;
import java.time.Duration;

/**
 * How long KMS's asynchronous work takes after the answer, by the emulator's clock.
 *
 * @param rotation of {@code RotateKeyOnDemand}, until the new material is current
 * @param replication of {@code ReplicateKey}, until the replica is no longer Creating
 */
public record KmsTimes(Duration rotation, Duration replication) {

  /**
   * Validates the times.
   *
   * @throws InvalidValueException if a time is negative
   */
  public KmsTimes {
    if (rotation.isNegative() || replication.isNegative()) {
      throw InvalidValueException.of("times of zero or more", rotation + " and " + replication);
    }
  }

  /**
   * As recorded on AWS: the shortest rotation (others took three minutes) and the longest
   * replication.
   */
  public static KmsTimes recorded() {
    return new KmsTimes(Duration.ofSeconds(50), Duration.ofSeconds(2));
  }
}
