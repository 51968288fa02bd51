package io.keyferry.local.agent;

import io.keyferry.model.deployment.AgentYml;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.util.List;

/**
 * The policy of an agent with the local cloud, within the one account and Region.
 *
 * @param existingKeys keys of the HSM that no import generated
 */
public record AgentPolicy(
    List<WrappingAlgorithm> wrappingAlgorithms,
    List<KeySpec> keySpecs,
    WrappingKeySpec minWrappingKey,
    List<HsmKeyName> existingKeys,
    boolean makeExtractable) {

  /** Everything that KMS supports, and no existing key. */
  public static final AgentPolicy ALL =
      new AgentPolicy(
          List.of(WrappingAlgorithm.values()),
          List.of(KeySpec.values()),
          WrappingKeySpec.RSA_2048,
          List.of(),
          false);

  /** AES keys with these algorithms. */
  public static AgentPolicy aes(
      List<WrappingAlgorithm> algorithms, WrappingKeySpec minWrappingKey) {
    return new AgentPolicy(
        algorithms, List.of(KeySpec.SYMMETRIC_DEFAULT), minWrappingKey, List.of(), false);
  }

  /** A copy that allows these existing keys of the HSM. */
  public AgentPolicy with(List<HsmKeyName> keys, boolean extractable) {
    return new AgentPolicy(wrappingAlgorithms, keySpecs, minWrappingKey, keys, extractable);
  }

  /** Adds the policy to the configuration's section, without account and Region. */
  void put(AgentYml yml) {
    yml.wraps(keySpecs, wrappingAlgorithms, minWrappingKey);
    if (!existingKeys.isEmpty()) {
      yml.put("existing-keys", existingKeys.stream().map(HsmKeyName::toString).toList());
    }
    yml.put("make-extractable", makeExtractable);
  }
}
