package io.keyferry.cloud.request;

import io.keyferry.model.KeySpec;
import io.keyferry.model.WrappingAlgorithm;
import io.keyferry.model.WrappingKeySpec;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * With what KMS lets an AES-256 key be wrapped: OAEP under any RSA key (KMS developer guide,
 * "Import key material step 2", wrapping algorithms).
 */
final class Combination {

  static final String EXPECTED = "RSAES_OAEP_SHA_256 or RSAES_OAEP_SHA_1 for an AES-256 key";

  private static final Set<WrappingAlgorithm> ALLOWED =
      EnumSet.of(WrappingAlgorithm.RSAES_OAEP_SHA_256, WrappingAlgorithm.RSAES_OAEP_SHA_1);

  private Combination() {}

  /** KMS's own sentence for a combination that it refuses. */
  static Optional<String> refusal(WrappingAlgorithm algorithm, WrappingKeySpec spec) {
    return ALLOWED.contains(algorithm)
        ? Optional.empty()
        : Optional.of(
            "Wrapping algorithm %s and wrapping key spec %s cannot be used to import a %s key."
                .formatted(algorithm, spec, KeySpec.SYMMETRIC_DEFAULT));
  }
}
