package io.keyferry.infra.settings;

import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.time.Duration;
import java.util.List;

/**
 * What a request may ask for.
 *
 * @param keySpecs the kinds of KMS key that the agents may serve
 * @param jobLifetime how long an agent may take for a job
 * @param tagKeys keys of tags for new KMS keys, a {@code *} at the end is for any rest
 * @param allowEvenIfDisabled whether a request may have a disabled key enabled
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
