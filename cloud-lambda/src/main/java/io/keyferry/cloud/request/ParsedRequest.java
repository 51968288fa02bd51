package io.keyferry.cloud.request;

import io.keyferry.cloud.event.Fault;
import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import io.keyferry.model.value.WrappingRule;
import java.util.List;
import java.util.Optional;

/**
 * What could be read of a request, and all that is wrong with it. The parts are there even where
 * the whole is not, so that AWS can be asked about them and every fault comes in one answer.
 *
 * @param request present if there is no fault
 * @param faults what can be seen without asking AWS or the clock
 * @param agent the agent that is asked for, if it can be one
 * @param algorithm the wrapping algorithm, if one is named or follows from the request
 * @param wrappingKeySpec the kind of wrapping key
 * @param newKey the key to create, if it is described
 * @param keyId the key to import into, if it can be one
 * @param verification the import to verify, if it can be one
 */
public record ParsedRequest(
    Optional<ImportRequest> request,
    List<Fault> faults,
    Optional<String> clientToken,
    Optional<AgentName> agent,
    Optional<WrappingAlgorithm> algorithm,
    WrappingKeySpec wrappingKeySpec,
    Optional<NewKey> newKey,
    Optional<String> keyId,
    Optional<Verification> verification,
    Optional<Expiration> expiration) {

  static final String WRAPPING_ALGORITHM = "wrappingAlgorithm";

  /** The violation of the wrapping algorithm for a key of this spec, as KMS would see it. */
  public Optional<Fault> wrappingFault(KeySpec spec) {
    return algorithm.flatMap(asked -> wrappingFault(spec, asked, wrappingKeySpec));
  }

  static Optional<Fault> wrappingFault(
      KeySpec spec, WrappingAlgorithm algorithm, WrappingKeySpec wrappingKeySpec) {
    return WrappingRule.refusal(spec, algorithm, wrappingKeySpec)
        .map(sentence ->
            new Fault(
                WRAPPING_ALGORITHM,
                "%s (KMS: \"%s\")".formatted(WrappingRule.choice(spec), sentence),
                algorithm + " with a wrapping key " + wrappingKeySpec));
  }
}
