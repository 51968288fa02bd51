package io.keyferry.agent.job;

import io.keyferry.model.Failure;
import io.keyferry.model.FailureCode;
import io.keyferry.model.KeyArn;
import io.keyferry.model.WrapJob;
import io.keyferry.model.WrappingAlgorithm;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the operator lets the cloud order. What is not named is refused, whoever signed it.
 *
 * @param accounts AWS account ids, twelve digits
 * @param keys at least one must match the key's ARN, within the accounts and Regions
 * @param leastWrappingKeyBits the size of the smallest RSA modulus to wrap under, in bits
 */
public record Policy(
    Set<String> accounts,
    Set<String> regions,
    List<KeyPattern> keys,
    Set<WrappingAlgorithm> wrappingAlgorithms,
    int leastWrappingKeyBits) {

  public Policy {
    accounts = Set.copyOf(accounts);
    regions = Set.copyOf(regions);
    keys = List.copyOf(keys);
    wrappingAlgorithms = Set.copyOf(wrappingAlgorithms);
  }

  /** Why the job is not allowed and which property of the configuration would allow it. */
  Optional<Failure> objection(WrapJob job) {
    KeyArn key = job.keyArn();
    if (!accounts.contains(key.account())) {
      return denied("account " + key.account(), "policy.accounts", accounts);
    }
    if (!regions.contains(key.region())) {
      return denied("Region " + key.region(), "policy.regions", regions);
    }
    if (keys.stream().noneMatch(pattern -> pattern.matches(key))) {
      return denied("key " + key, "policy.keys", keys);
    }
    if (!wrappingAlgorithms.contains(job.wrappingAlgorithm())) {
      return denied(
          "wrapping algorithm " + job.wrappingAlgorithm(),
          "policy.wrapping-algorithms",
          wrappingAlgorithms);
    }
    if (job.wrappingKeySpec().bits() < leastWrappingKeyBits) {
      return refusal(
          "expected a wrapping key of at least %d bits, found %s: order a larger one, or lower policy.least-wrapping-key-bits in the agent's configuration"
              .formatted(leastWrappingKeyBits, job.wrappingKeySpec()));
    }
    return Optional.empty();
  }

  private static Optional<Failure> denied(String found, String property, Collection<?> allowed) {
    return refusal(
        "expected one of %s, found %s: add it to %s in the agent's configuration if it is to be allowed"
            .formatted(
                allowed.stream().map(Object::toString).sorted().collect(Collectors.joining(", ")),
                found,
                property));
  }

  private static Optional<Failure> refusal(String reason) {
    return Optional.of(Failure.of(FailureCode.POLICY, reason));
  }
}
