package io.keyferry.cloud.flow;

import io.keyferry.model.ImportRecord;
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
    return result.outcome() instanceof WrappedKey key
        ? difference
            .of("algorithm", record.wrappingAlgorithm(), key.algorithm())
            .of("HSM key", stored.hsmKey(), key.hsmKey().ckaId())
            .first()
        : difference.first();
  }
}
