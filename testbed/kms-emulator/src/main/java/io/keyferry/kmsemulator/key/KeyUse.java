package io.keyferry.kmsemulator.key;

import java.time.Instant;
import java.util.UUID;

/**
 * A cryptographic operation that succeeded with a key.
 *
 * @param event the id of the CloudTrail event that AWS would have written
 */
public record KeyUse(String operation, Instant at, UUID event) {}
