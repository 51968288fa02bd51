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
 * What the operator lets the cloud order. Anything else is refused, even if it is signed.
 *
 * @param maxJobAge counted from the time of the cloud's signature
 */
public record Policy(KmsKeys kmsKeys, Wrapping wrapping, HsmKeys hsmKeys, Duration maxJobAge) {

  /**
   * The KMS keys that jobs may be for.
   *
   * @param accounts AWS account ids, twelve digits
   * @param patterns at least one must match the key's ARN, within the accounts and Regions
   */
  public record KmsKeys(
      Set<String> accounts, Set<String> regions, List<KeyPattern> patterns, Set<KeySpec> specs) {

    public KmsKeys {
      accounts = Set.copyOf(accounts);
      regions = Set.copyOf(regions);
      patterns = List.copyOf(patterns);
      specs = Set.copyOf(specs);
    }
  }

  /**
   * How keys may be wrapped.
   *
   * @param minKeyBits the size of the smallest RSA modulus to wrap under, in bits
   */
  public record Wrapping(Set<WrappingAlgorithm> algorithms, int minKeyBits) {

    public Wrapping {
      algorithms = Set.copyOf(algorithms);
    }
  }

  /**
   * What may be done with existing keys of the HSM.
   *
   * @param existing keys that may be wrapped for any allowed KMS key, besides those that an import
   *     of this agent generated
   * @param makeExtractable whether a job may make a key extractable for its one wrap
   */
  public record HsmKeys(Set<HsmKeyName> existing, boolean makeExtractable) {

    public HsmKeys {
      existing = Set.copyOf(existing);
    }
  }

  private Optional<Failure> objection(WrapJob job) {
    KeyArn key = job.keyArn();
    if (!kmsKeys.accounts().contains(key.account())) {
      return denied("account " + key.account(), "policy.accounts", kmsKeys.accounts());
    }
    if (!kmsKeys.regions().contains(key.region())) {
      return denied("Region " + key.region(), "policy.regions", kmsKeys.regions());
    }
    if (kmsKeys.patterns().stream().noneMatch(pattern -> pattern.matches(key))) {
      return denied("key " + key, "policy.keys", kmsKeys.patterns());
    }
    if (!kmsKeys.specs().contains(job.keySpec())) {
      return denied("key spec " + job.keySpec(), "policy.key-specs", kmsKeys.specs());
    }
    if (!wrapping.algorithms().contains(job.wrapping().wrappingAlgorithm())) {
      return denied(
          "wrapping algorithm " + job.wrapping().wrappingAlgorithm(),
          "policy.wrapping-algorithms",
          wrapping.algorithms());
    }
    if (job.wrapping().wrappingKeySpec().bits() < wrapping.minKeyBits()) {
      return refusal(
          "expected a wrapping key of at least %d bits, found %s: request a larger one, or lower policy.min-wrapping-key-bits in the agent's configuration"
              .formatted(wrapping.minKeyBits(), job.wrapping().wrappingKeySpec()));
    }
    if (job.hsm().makeExtractable() && !hsmKeys.makeExtractable()) {
      return refusal(
          "expected a job that leaves CKA_EXTRACTABLE of the HSM's keys as it is, found one with makeExtractable: set policy.make-extractable to true in the agent's configuration to allow it");
    }
    return Optional.empty();
  }

  /** Why the job is refused, and which property of the configuration would allow it. */
  Optional<Failure> objection(WrapJob job, Instant now) {
    Duration age = Duration.between(job.validity().issuedAt(), now);
    return age.compareTo(maxJobAge) <= 0
        ? objection(job)
        : refusal(
            "expected a job signed at most %d min ago, found one signed %d min ago: request the import again, or raise policy.max-job-age-minutes in the agent's configuration"
                .formatted(maxJobAge.toMinutes(), age.toMinutes()));
  }

  /** Why an HSM key that this agent did not generate for this KMS key may not be wrapped. */
  Optional<Failure> objectionToExport(HsmKeyName key) {
    return hsmKeys.existing().contains(key)
        ? Optional.empty()
        : denied("the HSM key with " + key.inWords(), "policy.existing-keys", hsmKeys.existing());
  }

  /** The allowed algorithms that can wrap a key of an allowed spec. */
  public Set<WrappingAlgorithm> algorithmsInUse() {
    return wrapping.algorithms().stream()
        .filter(algorithm -> kmsKeys.specs().stream().anyMatch(spec -> canWrap(spec, algorithm)))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The preferred allowed algorithm for keys of this spec. */
  public Optional<WrappingAlgorithm> algorithmFor(KeySpec spec) {
    WrappingAlgorithm usual = WrappingRule.usual(spec);
    return wrapping.algorithms().contains(usual)
        ? Optional.of(usual)
        : wrapping.algorithms().stream().filter(other -> canWrap(spec, other)).sorted().findFirst();
  }

  private static boolean canWrap(KeySpec spec, WrappingAlgorithm algorithm) {
    return Arrays.stream(WrappingKeySpec.values())
        .anyMatch(key -> WrappingRule.refusal(spec, algorithm, key).isEmpty());
  }

  /**
   * SHA-256 of the policy as text, as in the audit log and in ceremony records. The text keeps the
   * names of 0.1.0, so that an unchanged policy keeps its digest.
   */
  public Sha256 digest() {
    StringBuilder text = new StringBuilder();
    line(text, "accounts", kmsKeys.accounts());
    line(text, "regions", kmsKeys.regions());
    line(text, "keys", kmsKeys.patterns());
    line(text, "key-specs", kmsKeys.specs());
    line(text, "wrapping-algorithms", wrapping.algorithms());
    line(text, "least-wrapping-key-bits", List.of(wrapping.minKeyBits()));
    line(text, "longest-job-age-minutes", List.of(maxJobAge.toMinutes()));
    line(text, "existing-keys", hsmKeys.existing());
    line(text, "make-extractable", List.of(hsmKeys.makeExtractable()));
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
        "expected one of %s, found %s: add it to %s in the agent's configuration to allow it"
            .formatted(allowed.isEmpty() ? "none" : sorted(allowed), found, property));
  }

  private static Optional<Failure> refusal(String reason) {
    return Optional.of(Failure.of(FailureCode.POLICY, reason));
  }
}
