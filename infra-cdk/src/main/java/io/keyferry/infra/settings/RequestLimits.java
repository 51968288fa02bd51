package io.keyferry.infra.settings;

import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.time.Duration;
import java.util.List;

/**
 * What a request may order.
 *
 * @param keySpecs the kinds of KMS key that the agents may serve
 * @param jobLifetime how much time an agent has for a job
 * @param tagKeys keys of tags for new KMS keys; a {@code *} at the end means any suffix
 * @param allowEvenIfDisabled whether a request may order that a disabled key is enabled
 */
public record RequestLimits(
    List<WrappingAlgorithm> wrappingAlgorithms,
    List<WrappingKeySpec> wrappingKeySpecs,
    List<KeySpec> keySpecs,
    Duration jobLifetime,
    List<String> tagKeys,
    boolean allowEvenIfDisabled) {

  public RequestLimits {
    wrappingAlgorithms = List.copyOf(wrappingAlgorithms);
    wrappingKeySpecs = List.copyOf(wrappingKeySpecs);
    keySpecs = List.copyOf(keySpecs);
    tagKeys = List.copyOf(tagKeys);
  }
}
