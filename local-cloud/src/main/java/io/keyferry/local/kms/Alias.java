package io.keyferry.local.kms;

import io.keyferry.model.KmsKeyId;
import java.time.Instant;

/**
 * A second name of a key.
 *
 * @param name begins with {@code alias/}
 */
record Alias(String name, KmsKeyId target, Instant created) {

  static final String PREFIX = "alias/";
}
