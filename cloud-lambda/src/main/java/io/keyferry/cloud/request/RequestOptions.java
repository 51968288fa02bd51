package io.keyferry.cloud.request;

import io.keyferry.cloud.record.ExistingHsmKey;
import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.util.Optional;

/**
 * The options of a request of any kind.
 *
 * @param agent absent if the request leaves it to the cloud half
 * @param hsmKey absent if a key is to be generated, or if another import determines it
 * @param wrappingAlgorithm absent if it was not given and depends on the KMS key
 */
public record RequestOptions(
    Optional<AgentName> agent,
    Optional<ExistingHsmKey> hsmKey,
    Optional<WrappingAlgorithm> wrappingAlgorithm,
    WrappingKeySpec wrappingKeySpec,
    Optional<Expiration> expiration) {

  static final WrappingKeySpec STANDARD_SPEC = WrappingKeySpec.RSA_4096;
  static final RequestOptions NONE =
      new RequestOptions(
          Optional.empty(), Optional.empty(), Optional.empty(), STANDARD_SPEC, Optional.empty());

  RequestOptions with(Optional<Expiration> other) {
    return new RequestOptions(agent, hsmKey, wrappingAlgorithm, wrappingKeySpec, other);
  }
}
