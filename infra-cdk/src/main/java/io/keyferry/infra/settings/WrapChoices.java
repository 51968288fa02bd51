package io.keyferry.infra.settings;

import io.keyferry.model.input.ObjectReader;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingRule;

/**
 * Checks which kinds of key the wrapping algorithms and wrapping keys of the settings can wrap by
 * KMS's rules. Otherwise only a request would reveal an allowed kind that nothing can wrap.
 */
final class WrapChoices {

  private final RequestLimits limits;

  WrapChoices(RequestLimits limits) {
    this.limits = limits;
  }

  void refuseKindsThatNothingWraps(ObjectReader settings) {
    if (limits.wrappingAlgorithms().isEmpty() || limits.wrappingKeySpecs().isEmpty()) {
      return;
    }
    for (KeySpec kind : limits.keySpecs()) {
      if (!wraps(kind)) {
        settings.violation(
            "keySpecs",
            "kinds of key that the wrapping algorithms and wrapping keys can wrap",
            "%s: allow %s, or remove %s".formatted(kind, WrappingRule.choice(kind), kind));
      }
    }
  }

  private boolean wraps(KeySpec kind) {
    return limits.wrappingAlgorithms().stream()
        .anyMatch(algorithm ->
            limits.wrappingKeySpecs().stream()
                .anyMatch(spec -> WrappingRule.refusal(kind, algorithm, spec).isEmpty()));
  }
}
