package io.keyferry.infra.settings;

import io.keyferry.model.input.ObjectReader;
import java.util.List;
import java.util.Set;

/**
 * Which kinds of key the wrapping algorithms and wrapping keys of the settings can wrap, by what
 * KMS refuses. A kind that is allowed and that nothing wraps would only be found out by a request.
 */
final class WrapChoices {

  /** Their plain material is too long for a wrapping key of 2048 bits, or KMS refuses it there. */
  private static final Set<String> NOT_UNDER_RSA_2048 =
      Set.of("ECC_NIST_P521", "ECC_NIST_EDWARDS25519");

  private final RequestLimits limits;

  WrapChoices(RequestLimits limits) {
    this.limits = limits;
  }

  void refuseKindsThatNothingWraps(ObjectReader settings) {
    List<String> algorithms = limits.wrappingAlgorithms();
    List<String> wrappingKeys = limits.wrappingKeySpecs();
    if (algorithms.isEmpty() || wrappingKeys.isEmpty()) {
      return;
    }
    for (String kind : limits.keySpecs()) {
      if (!wraps(kind)) {
        settings.violation(
            "keySpecs",
            "kinds of key that the wrapping algorithms and wrapping keys can wrap",
            "%s, which needs %s: add one to wrappingAlgorithms, or take %s out"
                .formatted(kind, needed(kind), kind));
      }
    }
  }

  private boolean wraps(String kind) {
    boolean hybrid = has("RSA_AES_KEY_WRAP_");
    boolean direct = has("RSAES_OAEP_");
    if (kind.startsWith("RSA_")) {
      return hybrid;
    }
    if (!kind.startsWith("ECC_")) {
      return direct;
    }
    return hybrid || (direct && (!NOT_UNDER_RSA_2048.contains(kind) || hasLongWrappingKey()));
  }

  private static String needed(String kind) {
    if (kind.startsWith("RSA_")) {
      return "an RSA_AES_KEY_WRAP algorithm";
    }
    return NOT_UNDER_RSA_2048.contains(kind)
        ? "an RSA_AES_KEY_WRAP algorithm, or a wrapping key of at least 3072 bits"
        : "an RSAES_OAEP algorithm";
  }

  private boolean has(String family) {
    return limits.wrappingAlgorithms().stream().anyMatch(name -> name.startsWith(family));
  }

  private boolean hasLongWrappingKey() {
    return limits.wrappingKeySpecs().stream().anyMatch(spec -> !spec.equals("RSA_2048"));
  }
}
