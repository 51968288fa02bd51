package io.keyferry.cloud.record;

import io.keyferry.cloud.event.Fault;
import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import java.util.List;
import java.util.Optional;

/**
 * A request after its checks against KMS and the stored imports.
 *
 * @param faults those of the reading and those found here
 * @param existingKey the key that the request names, if it can be used
 * @param keySpec the kind of KMS key, if it is known
 * @param agent the one that shall do it, if it is known
 * @param verified the import that the request wants verified, if it can be
 */
public record CheckedRequest(
    List<Fault> faults,
    Optional<KeyArn> existingKey,
    Optional<KeySpec> keySpec,
    Optional<AgentName> agent,
    Optional<Verifiable> verified) {}
