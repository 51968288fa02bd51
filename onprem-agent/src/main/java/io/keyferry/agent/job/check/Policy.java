package io.keyferry.agent.job.check;

import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import io.keyferry.model.value.WrappingRule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
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
 * @param keySpecs the kinds of KMS key
 * @param maxJobAge counted from when the cloud signed it
 * @param existingKeys keys of the HSM that may be wrapped for any allowed KMS key, beside those
 *     that an import of this agent made
 * @param makeExtractable whether a job may make a key of the HSM extractable for its one wrap
 * @param minWrappingKeyBits the size of the smallest RSA modulus to wrap under, in bits
 */
public record Policy(
    Set<String> accounts,
    Set<String> regions,
    List<KeyPattern> keys,
    Set<KeySpec> keySpecs,
    Set<WrappingAlgorithm> wrappingAlgorithms,
    int minWrappingKeyBits,
    Duration maxJobAge,
    Set<HsmKeyName> existingKeys,
    boolean makeExtractable) {

  public Policy {
    accounts = Set.copyOf(accounts);
    regions = Set.copyOf(regions);
    keys = List.copyOf(keys);
    keySpecs = Set.copyOf(keySpecs);
    wrappingAlgorithms = Set.copyOf(wrappingAlgorithms);
    existingKeys = Set.copyOf(existingKeys);
  }

  private Optional<Failure> objection(WrapJob job) {
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
    if (!keySpecs.contains(job.keySpec())) {
      return denied("key spec " + job.keySpec(), "policy.key-specs", keySpecs);
    }
    if (!wrappingAlgorithms.contains(job.wrappingAlgorithm())) {
      return denied(
          "wrapping algorithm " + job.wrappingAlgorithm(),
          "policy.wrapping-algorithms",
          wrappingAlgorithms);
    }
    if (job.wrappingKeySpec().bits() < minWrappingKeyBits) {
      return refusal(
          "expected a wrapping key of at least %d bits, found %s: order a larger one, or lower policy.min-wrapping-key-bits in the agent's configuration"
              .formatted(minWrappingKeyBits, job.wrappingKeySpec()));
    }
    if (job.makeExtractable() && !makeExtractable) {
      return refusal(
          "expected a job that leaves CKA_EXTRACTABLE of the HSM's keys as it is, found one with makeExtractable: set policy.make-extractable to true in the agent's configuration if it is to be allowed");
    }
    return Optional.empty();
  }

  /** Why the job is not allowed and which property of the configuration would allow it. */
  Optional<Failure> objection(WrapJob job, Instant now) {
    Duration age = Duration.between(job.issuedAt(), now);
    return age.compareTo(maxJobAge) <= 0
        ? objection(job)
        : refusal(
            "expected a job signed at most %d min ago, found one signed %d min ago: request the import again, or raise policy.max-job-age-minutes in the agent's configuration"
                .formatted(maxJobAge.toMinutes(), age.toMinutes()));
  }

  /** Why a key of the HSM that this agent did not make for this KMS key may not be wrapped. */
  Optional<Failure> objectionToExport(HsmKeyName key) {
    return existingKeys.contains(key)
        ? Optional.empty()
        : denied("the HSM key with " + key.inWords(), "policy.existing-keys", existingKeys);
  }

  /** Those of the algorithms by which KMS takes keys of an allowed kind. */
  public Set<WrappingAlgorithm> algorithmsInUse() {
    return wrappingAlgorithms.stream()
        .filter(algorithm -> keySpecs.stream().anyMatch(spec -> goesBy(spec, algorithm)))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The allowed algorithm by which keys of this kind go first of all. */
  public Optional<WrappingAlgorithm> algorithmFor(KeySpec spec) {
    WrappingAlgorithm usual = WrappingRule.usual(spec);
    return wrappingAlgorithms.contains(usual)
        ? Optional.of(usual)
        : wrappingAlgorithms.stream().filter(other -> goesBy(spec, other)).sorted().findFirst();
  }

  private static boolean goesBy(KeySpec spec, WrappingAlgorithm algorithm) {
    return Arrays.stream(WrappingKeySpec.values())
        .anyMatch(key -> WrappingRule.refusal(spec, algorithm, key).isEmpty());
  }

  /** SHA-256 of the policy in one text, as audit log and ceremony records name it. */
  public Sha256 digest() {
    StringBuilder text = new StringBuilder();
    line(text, "accounts", accounts);
    line(text, "regions", regions);
    line(text, "keys", keys);
    line(text, "key-specs", keySpecs);
    line(text, "wrapping-algorithms", wrappingAlgorithms);
    line(text, "min-wrapping-key-bits", List.of(minWrappingKeyBits));
    line(text, "max-job-age-minutes", List.of(maxJobAge.toMinutes()));
    line(text, "existing-keys", existingKeys);
    line(text, "make-extractable", List.of(makeExtractable));
    return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void line(StringBuilder text, String property, Collection<?> values) {
    text.append(property).append(": ").append(sorted(values)).append('\n');
  }

  private static String sorted(Collection<?> values) {
    return values.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
  }

  private static Optional<Failure> denied(String found, String property, Collection<?> allowed) {
    return refusal(
        "expected one of %s, found %s: add it to %s in the agent's configuration if it is to be allowed"
            .formatted(allowed.isEmpty() ? "none" : sorted(allowed), found, property));
  }

  private static Optional<Failure> refusal(String reason) {
    return Optional.of(Failure.of(FailureCode.POLICY, reason));
  }
}
