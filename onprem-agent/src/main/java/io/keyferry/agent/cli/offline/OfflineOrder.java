package io.keyferry.agent.cli.offline;

import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.UtcTime;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an operator wants wrapped.
 *
 * @param keySpec the spec of the KMS key that the parameters are for
 * @param algorithm the one chosen when the parameters were downloaded: KMS unwraps with it
 * @param files where the wrapped key and its record go
 */
public record OfflineOrder(
    ImportParameters parameters,
    KeyChoice key,
    KeySpec keySpec,
    WrappingAlgorithm algorithm,
    OutputFiles files,
    Instant orderedAt) {

  /** Which key of the HSM to wrap. */
  public sealed interface KeyChoice {

    /** A key to generate. */
    record Generate(CkaId id, String label) implements KeyChoice {}

    /** An existing key. */
    record Existing(HsmKeyName name) implements KeyChoice {}
  }

  /**
   * Checks, before the HSM is used, that KMS would accept the result. PKCS #1 v1.5 is accepted for
   * a secret key: see {@link #warnings}.
   *
   * @throws OrderRefusedException with the reason, from the README or from KMS's rules
   */
  public void check() throws OrderRefusedException {
    Optional<Instant> expired = parameters.expires().filter(end -> !end.isAfter(orderedAt));
    if (expired.isPresent()) {
      throw new OrderRefusedException(
          "expected valid import parameters, found that they expired at %s, according to their README: download new ones for the same KMS key"
              .formatted(UtcTime.format(expired.get())));
    }
    Optional<WrappingAlgorithm> chosen = parameters.algorithm().filter(name -> name != algorithm);
    if (chosen.isPresent()) {
      throw new OrderRefusedException(
          "expected the algorithm chosen at the download, %s according to the README, found %s: KMS unwraps with the chosen one; omit --algorithm, or download new import parameters for %s"
              .formatted(chosen.get(), algorithm, algorithm));
    }
    if (isDeprecated()) {
      return;
    }
    Optional<String> sentence =
        WrappingRule.refusal(keySpec, algorithm, parameters.wrappingKeySpec());
    if (sentence.isPresent()) {
      throw new OrderRefusedException(
          "%s Expected %s".formatted(sentence.get(), WrappingRule.choice(keySpec)));
    }
  }

  /** Warnings for the operator, one sentence each. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    boolean zipped =
        parameters
            .importToken()
            .filter(token -> token.place() instanceof ImportParameters.Place.InZip)
            .isPresent();
    if (zipped && parameters.algorithm().isEmpty()) {
      warnings.add(
          "The zip has no README that names one wrapping algorithm: the key is wrapped with %s, which must be the one chosen at the download"
              .formatted(algorithm));
    }
    if (zipped && parameters.expires().isEmpty()) {
      warnings.add(
          "The zip has no README with a recognizable expiration time: KMS refuses import parameters 24 hours after their download");
    }
    if (isDeprecated()) {
      warnings.add(
          "KMS has refused RSAES_PKCS1_V1_5 since 2023-10-10 and returns no import parameters for it; expected %s. The key is wrapped anyway"
              .formatted(WrappingRule.choice(keySpec)));
    }
    return warnings;
  }

  private boolean isDeprecated() {
    return algorithm == WrappingAlgorithm.RSAES_PKCS1_V1_5 && !keySpec.isKeyPair();
  }
}
