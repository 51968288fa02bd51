package io.keyferry.local.agent;

import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an agent beside the local cloud is allowed, within the one account and Region.
 *
 * @param existingKeys keys of the HSM that no import made
 */
public record AgentPolicy(
    List<WrappingAlgorithm> wrappingAlgorithms,
    List<KeySpec> keySpecs,
    WrappingKeySpec minWrappingKey,
    List<HsmKeyName> existingKeys,
    boolean makeExtractable) {

  /** Everything that KMS knows, and no key that no import made. */
  public static final AgentPolicy ALL =
      new AgentPolicy(
          List.of(WrappingAlgorithm.values()),
          List.of(KeySpec.values()),
          WrappingKeySpec.RSA_2048,
          List.of(),
          false);

  /** AES keys by these algorithms. */
  public static AgentPolicy aes(
      List<WrappingAlgorithm> algorithms, WrappingKeySpec minWrappingKey) {
    return new AgentPolicy(
        algorithms, List.of(KeySpec.SYMMETRIC_DEFAULT), minWrappingKey, List.of(), false);
  }

  /** The same with these keys of the HSM. */
  public AgentPolicy with(List<HsmKeyName> keys, boolean extractable) {
    return new AgentPolicy(wrappingAlgorithms, keySpecs, minWrappingKey, keys, extractable);
  }

  /** As a section of the configuration, but for account and Region. */
  Map<String, Object> section() {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("key-specs", keySpecs);
    section.put("wrapping-algorithms", wrappingAlgorithms);
    section.put("min-wrapping-key-bits", minWrappingKey.bits());
    if (!existingKeys.isEmpty()) {
      section.put("existing-keys", existingKeys.stream().map(HsmKeyName::toString).toList());
    }
    section.put("make-extractable", makeExtractable);
    return section;
  }
}
