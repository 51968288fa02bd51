package io.keyferry.cloud.request;

import io.keyferry.model.input.Violation;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingRule;
import java.util.List;
import java.util.Optional;

/**
 * What could be read of a request, and all its violations. Valid parts are present even if others
 * are not, so that they can be checked against AWS and one answer has every violation.
 *
 * @param kinds each kind that it may have: one, if there is no violation
 * @param options the options that could be read; the wrapping algorithm also if it follows from the
 *     kind
 * @param violations those that need neither AWS nor the clock
 */
public record ParsedRequest(
    Optional<String> clientToken,
    List<KindRequest> kinds,
    RequestOptions options,
    List<Violation> violations) {

  static final String WRAPPING_ALGORITHM = "wrappingAlgorithm";

  /** The request, if there is no violation. */
  public Optional<ImportRequest> request() {
    return violations.isEmpty()
        ? kinds.stream()
            .findFirst()
            .map(kind ->
                new ImportRequest(kind, options.with(kind.expiration(options.expiration()))))
        : Optional.empty();
  }

  /** The violation of the wrapping algorithm for a key of this spec, by KMS's rules. */
  public Optional<Violation> wrappingViolation(KeySpec spec) {
    return options
        .wrappingAlgorithm()
        .flatMap(algorithm ->
            WrappingRule.refusal(spec, algorithm, options.wrappingKeySpec())
                .map(sentence ->
                    new Violation(
                        WRAPPING_ALGORITHM,
                        "%s (KMS: \"%s\")".formatted(WrappingRule.choice(spec), sentence),
                        algorithm + " with a wrapping key " + options.wrappingKeySpec())));
  }
}
