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
 * What an operator orders.
 *
 * @param keySpec the kind of KMS key that the parameters are for
 * @param algorithm the one that was chosen when the parameters were downloaded: KMS unwraps with it
 * @param files where the wrapped key and its record go
 */
public record OfflineOrder(
    ImportParameters parameters,
    KeyChoice key,
    KeySpec keySpec,
    WrappingAlgorithm algorithm,
    OutputFiles files,
    Instant orderedAt) {

  /** Which key of the HSM. */
  public sealed interface KeyChoice {

    /** One that is to be made. */
    record Generate(CkaId id, String label) implements KeyChoice {}

    /** One that is there. */
    record Existing(HsmKeyName name) implements KeyChoice {}
  }

  /**
   * Whether KMS would accept it, known before the HSM is used. PKCS #1 v1.5 is accepted for a
   * secret key: see {@link #warnings}.
   *
   * @throws OrderRefusedException with what the README or KMS says against it
   */
  public void check() throws OrderRefusedException {
    Optional<Instant> expired = parameters.expires().filter(end -> !end.isAfter(orderedAt));
    if (expired.isPresent()) {
      throw new OrderRefusedException(
          "expected import parameters that are still valid, found that they expired at %s, as their README says: download new ones of the same KMS key"
              .formatted(UtcTime.format(expired.get())));
    }
    Optional<WrappingAlgorithm> chosen = parameters.algorithm().filter(name -> name != algorithm);
    if (chosen.isPresent()) {
      throw new OrderRefusedException(
          "expected the algorithm that was chosen at the download, %s as the README says, found %s: KMS unwraps with the chosen one; leave out --algorithm, or download new import parameters for %s"
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

  /** What the operator should know before, a sentence each. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    boolean zipped =
        parameters
            .importToken()
            .filter(token -> token.place() instanceof ImportParameters.Place.InZip)
            .isPresent();
    if (zipped && parameters.algorithm().isEmpty()) {
      warnings.add(
          "The zip has no README that names one wrapping algorithm: the key is wrapped by %s, which must be the one that was chosen at the download"
              .formatted(algorithm));
    }
    if (zipped && parameters.expires().isEmpty()) {
      warnings.add(
          "The zip has no README with an expiry of known form: KMS refuses import parameters 24 hours after their download");
    }
    if (isDeprecated()) {
      warnings.add(
          "KMS has refused RSAES_PKCS1_V1_5 since 2023-10-10 and gives no import parameters for it; expected %s. The key is wrapped all the same"
              .formatted(WrappingRule.choice(keySpec)));
    }
    return warnings;
  }

  private boolean isDeprecated() {
    return algorithm == WrappingAlgorithm.RSAES_PKCS1_V1_5 && !keySpec.isKeyPair();
  }
}
