package io.keyferry.cloud.flow;

import io.keyferry.model.KeyArn;
import io.keyferry.model.KmsKeyFacts;
import io.keyferry.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Asks KMS for the last word on an import's key. Only when the import is about to end: nobody waits
 * for it to use the key.
 */
final class KeyAtTheEnd {

  private final Kms kms;

  KeyAtTheEnd(Kms kms) {
    this.kms = kms;
  }

  /**
   * Adds it to the evidence, as far as KMS tells it.
   *
   * @param key absent if the import ends without one
   * @throws KmsUnavailableException if KMS does not answer
   */
  void ask(Optional<KeyArn> key, Evidence evidence) {
    evidence
        .enabledKey()
        .or(() -> key.flatMap(arn -> describe(arn, evidence)))
        .map(facts -> withPolicy(facts, evidence))
        .ifPresent(evidence::ended);
  }

  private Optional<KeyFacts> describe(KeyArn key, Evidence evidence) {
    try {
      return kms.describe(key.toString())
          .map(answer -> evidence.answered(Evidence.DESCRIBE_KEY, answer));
    } catch (KmsRefusedException e) {
      evidence.refused(Evidence.DESCRIBE_KEY, e);
      return Optional.empty();
    }
  }

  private KmsKeyFacts withPolicy(KeyFacts key, Evidence evidence) {
    KeyArn arn = key.arn();
    return new KmsKeyFacts(
        arn,
        arn.account(),
        arn.region(),
        key.origin(),
        key.keySpec(),
        key.state(),
        policy(arn, evidence));
  }

  private Optional<Sha256> policy(KeyArn key, Evidence evidence) {
    try {
      String text = evidence.answered(Evidence.KEY_POLICY, kms.keyPolicy(key));
      return Optional.of(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
    } catch (KmsRefusedException e) {
      // An existing key's policy may not let this function read it; the record goes without.
      evidence.refused(Evidence.KEY_POLICY, e);
      return Optional.empty();
    }
  }
}
