package io.keyferry.cloud.request;

import io.keyferry.model.input.Violation;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the operator allows of all that KMS accepts. The function's IAM role and the agent's policy
 * enforce the same; this check refuses a request before a key is created.
 */
public record WrappingLimits(List<WrappingAlgorithm> algorithms, List<WrappingKeySpec> keySpecs) {

  /** No limits but those of KMS. */
  public static final WrappingLimits NONE =
      new WrappingLimits(List.of(WrappingAlgorithm.values()), List.of(WrappingKeySpec.values()));

  public WrappingLimits {
    algorithms = List.copyOf(algorithms);
    keySpecs = List.copyOf(keySpecs);
  }

  /** The violations of these limits by this algorithm and spec. */
  public List<Violation> violations(WrappingAlgorithm algorithm, WrappingKeySpec keySpec) {
    List<Violation> violations = new ArrayList<>();
    check("wrappingAlgorithm", algorithms, algorithm, violations);
    check("wrappingKeySpec", keySpecs, keySpec, violations);
    return violations;
  }

  private static <E extends Enum<E>> void check(
      String field, List<E> allowed, E asked, List<Violation> violations) {
    if (!allowed.contains(asked)) {
      violations.add(
          new Violation(
              field,
              "one of those that the operator allows: "
                  + allowed.stream().map(Enum::name).collect(Collectors.joining(", ")),
              asked.name()));
    }
  }
}
