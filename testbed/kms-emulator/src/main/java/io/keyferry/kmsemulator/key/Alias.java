package io.keyferry.kmsemulator.key;

import io.keyferry.kmsemulator.value.KmsKeyId;
import java.time.Instant;

/**
 * An alias of a key.
 *
 * @param name begins with {@code alias/}
 * @param updated when it was last assigned to a key
 */
public record Alias(String name, KmsKeyId target, Instant created, Instant updated) {

  public static final String PREFIX = "alias/";

  public static Alias created(String name, KmsKeyId target, Instant now) {
    return new Alias(name, target, now, now);
  }

  Alias movedTo(KmsKeyId newTarget, Instant now) {
    return new Alias(name, newTarget, created, now);
  }
}
