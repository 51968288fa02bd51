package io.keyferry.cloud.request;

import io.keyferry.cloud.record.StoredOrder;
import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import java.util.Optional;

/**
 * What is known of a request's kind once it was checked.
 *
 * @param key the KMS key, where there is one already
 * @param agent where another import says it
 * @param expiration of the material, where it is not the request's
 * @param order what the import is to do
 */
public record CheckedKind(
    Optional<KeyArn> key,
    KeySpec keySpec,
    Optional<AgentName> agent,
    Optional<Expiration> expiration,
    StoredOrder order) {}
