package io.keyferry.kmsemulator.environment;

import java.security.SecureRandom;
import java.util.UUID;

/** Ids from the injected randomness. */
public final class RandomIds {

  private static final long VERSION_MASK = 0xf000L;
  private static final long VERSION_4 = 0x4000L;
  private static final long VARIANT_MASK = 0xc000_0000_0000_0000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private RandomIds() {}

  /** A UUID of version 4 (RFC 9562, section 5.4). */
  public static UUID uuid(SecureRandom random) {
    return new UUID(
        (random.nextLong() & ~VERSION_MASK) | VERSION_4,
        (random.nextLong() & ~VARIANT_MASK) | VARIANT);
  }
}
