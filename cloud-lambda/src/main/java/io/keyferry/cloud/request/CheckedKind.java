package io.keyferry.cloud.request;

import io.keyferry.cloud.record.StoredOrder;
import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import java.util.Optional;

/**
 * What is known about a request's kind after its checks.
 *
 * @param key the KMS key, if it exists already
 * @param agent if another import determines it
 * @param expiration of the material, if it is not the request's
 * @param order what the import has to do
 */
public record CheckedKind(
    Optional<KeyArn> key,
    KeySpec keySpec,
    Optional<AgentName> agent,
    Optional<Expiration> expiration,
    StoredOrder order) {}
