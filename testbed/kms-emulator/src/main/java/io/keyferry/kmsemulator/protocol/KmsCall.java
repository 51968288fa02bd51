package io.keyferry.kmsemulator.protocol;

import io.keyferry.kmsemulator.value.KeyArn;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One line of the call log.
 *
 * @param at when the request came, by the emulator's clock
 * @param took how long the operation ran, by the machine's clock, including interceptors
 * @param operation the name of the KMS operation
 * @param keyArn the key that was named or created, if any
 * @param error the name of the error that was returned; empty for a success
 */
public record KmsCall(
    Instant at, Duration took, String operation, Optional<KeyArn> keyArn, Optional<String> error) {}
