package io.keyferry.cloud.request;

import io.keyferry.model.input.Violation;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingRule;
import java.util.List;
import java.util.Optional;

/**
 * What could be read of a request, and all that is wrong with it. The parts are there even where
 * the whole is not, so that AWS can be asked about them and every violation comes in one answer.
 *
 * @param kinds each kind that it can be of: one, if there is no violation
 * @param options what could be read of them, the wrapping algorithm also where it follows from the
 *     kind
 * @param violations what can be seen without asking AWS or the clock
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

  /** The violation of the wrapping algorithm for a key of this spec, as KMS would see it. */
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
