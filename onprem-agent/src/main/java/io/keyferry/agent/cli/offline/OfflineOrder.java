package io.keyferry.agent.cli.offline;

import io.keyferry.model.CkaId;
import io.keyferry.model.HsmKeyName;
import io.keyferry.model.KeySpec;
import io.keyferry.model.WrappingAlgorithm;
import io.keyferry.model.WrappingRule;
import java.time.Instant;
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
   * Whether KMS would take it, known before the HSM is used. PKCS #1 v1.5 is let pass for a secret
   * key: see {@link #warning}.
   *
   * @throws OrderRefusedException with KMS's own sentence
   */
  public void check() throws OrderRefusedException {
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

  /** What the operator should know before. */
  public Optional<String> warning() {
    return isDeprecated()
        ? Optional.of(
            "KMS has refused RSAES_PKCS1_V1_5 since 2023-10-10 and gives no import parameters for it; expected %s. The key is wrapped all the same"
                .formatted(WrappingRule.choice(keySpec)))
        : Optional.empty();
  }

  private boolean isDeprecated() {
    return algorithm == WrappingAlgorithm.RSAES_PKCS1_V1_5 && !keySpec.isKeyPair();
  }
}
