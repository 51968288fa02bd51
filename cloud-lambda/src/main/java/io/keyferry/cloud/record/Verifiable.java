package io.keyferry.cloud.record;

import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;

/**
 * An import that can be verified.
 *
 * @param agent in whose HSM the key is
 * @param expiration of its material in KMS, which the verification sets once more
 */
public record Verifiable(
    KeyArn key,
    KeySpec keySpec,
    AgentName agent,
    Expiration expiration,
    VerificationTarget proof) {}
