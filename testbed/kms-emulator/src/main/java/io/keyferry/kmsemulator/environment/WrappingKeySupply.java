package io.keyferry.kmsemulator.environment;

import io.keyferry.kmsemulator.value.WrappingKeySpec;
import java.util.Map;

/**
 * Where the emulator's wrapping key pairs come from.
 *
 * @param ahead how many of each spec are kept ready; a pair of an absent spec is generated on
 *     demand
 * @param reused whether each spec has one pair for all imports, unlike AWS
 */
public record WrappingKeySupply(Map<WrappingKeySpec, Integer> ahead, boolean reused) {

  public WrappingKeySupply {
    ahead = Map.copyOf(ahead);
  }

  /** A pair for each import, this many of them generated ahead of demand. */
  public static WrappingKeySupply ahead(Map<WrappingKeySpec, Integer> targets) {
    return new WrappingKeySupply(targets, false);
  }

  /**
   * One pair for all imports of a spec: for tests with many imports, because an RSA_4096 pair takes
   * a second of processor time.
   */
  public static WrappingKeySupply onePairOfASpec() {
    return new WrappingKeySupply(Map.of(), true);
  }
}
