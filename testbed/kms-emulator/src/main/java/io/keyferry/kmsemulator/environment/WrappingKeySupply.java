package io.keyferry.kmsemulator.environment;

import io.keyferry.kmsemulator.value.WrappingKeySpec;
import java.util.Map;

/**
 * Where the emulator's wrapping key pairs come from.
 *
 * @param ahead how many are kept ready; of a spec that is absent each is made when it is asked for
 * @param reused whether each spec has one pair for all imports, unlike AWS
 */
public record WrappingKeySupply(Map<WrappingKeySpec, Integer> ahead, boolean reused) {

  public WrappingKeySupply {
    ahead = Map.copyOf(ahead);
  }

  /** A pair for each import, so many of them made before they are asked for. */
  public static WrappingKeySupply ahead(Map<WrappingKeySpec, Integer> targets) {
    return new WrappingKeySupply(targets, false);
  }

  /**
   * One pair for all imports of a spec: for tests of many imports, as an RSA_4096 pair takes a
   * processor for a second.
   */
  public static WrappingKeySupply onePairOfASpec() {
    return new WrappingKeySupply(Map.of(), true);
  }
}
