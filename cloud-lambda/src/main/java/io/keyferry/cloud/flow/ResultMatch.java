package io.keyferry.cloud.flow;

import io.keyferry.cloud.request.ExistingHsmKey;
import io.keyferry.model.CkaId;
import io.keyferry.model.HsmKeyName;
import io.keyferry.model.HsmKeyReport;
import io.keyferry.model.ImportRecord;
import io.keyferry.model.KeySpec;
import io.keyferry.model.WrapResult;
import io.keyferry.model.WrappedKey;
import java.util.Optional;

/** Whether a result answers the job that was given. */
final class ResultMatch {

  private ResultMatch() {}

  /** The first difference between the stored import and an agent's result for it. */
  static Optional<String> difference(StoredImport stored, WrapResult result) {
    ImportRecord record = stored.record();
    Difference difference =
        new Difference("")
            .of("attempt", record.attempt(), result.attempt())
            .of("KMS key", record.keyArn(), Optional.of(result.keyArn()))
            .of(
                "wrapping key SHA-256",
                record.wrappingKeyFingerprint(),
                Optional.of(result.wrappingKeyFingerprint()));
    HsmKeyName ordered =
        stored
            .orderedKey()
            .map(ExistingHsmKey::name)
            .orElseGet(() -> new HsmKeyName.Id(CkaId.of(record.importId())));
    return result.outcome() instanceof WrappedKey key
        ? difference
            .of("algorithm", record.wrappingAlgorithm(), key.algorithm())
            .of(
                "a public key of the HSM",
                present(record.keySpec().isKeyPair()),
                present(key.hsmKey().publicKey().isPresent()))
            .of(
                "a MAC of the HSM",
                present(record.keySpec().family() == KeySpec.Family.HMAC),
                present(key.hsmKey().mac().isPresent()))
            .of("HSM key", ordered.inWords(), inWords(ordered, key.hsmKey()))
            .first()
        : difference.first();
  }

  private static String present(boolean present) {
    return present ? "in the result" : "not in it";
  }

  /** The wrapped key by the same kind of name. */
  private static String inWords(HsmKeyName ordered, HsmKeyReport key) {
    return switch (ordered) {
      case HsmKeyName.Id id -> new HsmKeyName.Id(key.ckaId()).inWords();
      case HsmKeyName.Label label -> "label '" + key.label() + "'";
    };
  }
}
