package io.keyferry.cloud.flow;

import io.keyferry.model.CeremonyStatement;
import io.keyferry.model.HsmCeremony;
import io.keyferry.model.ImportRecord;
import io.keyferry.model.Sha256;
import io.keyferry.model.WrapResult;
import io.keyferry.model.WrappedKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Whether the agent's statement says what its result does, about the job that was given. Both are
 * authentic: what differs is the agent's fault.
 */
final class StatementMatch {

  private StatementMatch() {}

  /** The first difference between a statement and the job, the record and the result. */
  static Optional<String> difference(
      StoredImport stored, WrapResult result, CeremonyStatement statement) {
    return new Difference("in the statement ")
        .of("import", result.importId(), statement.importId())
        .of("attempt", result.attempt(), statement.attempt())
        .of("audience", result.audience(), statement.audience())
        .of("KMS key", result.keyArn(), statement.keyArn())
        .of(
            "wrapping key SHA-256",
            result.wrappingKeyFingerprint(),
            statement.wrappingKeyFingerprint())
        .of("job SHA-256", stored.attempt().map(StatementMatch::job), Optional.of(statement.job()))
        .of("key spec", record(stored).keySpec(), statement.keySpec())
        .of("algorithm", record(stored).wrappingAlgorithm(), statement.wrappingAlgorithm())
        .of("wrapping key spec", record(stored).wrappingKeySpec(), statement.wrappingKeySpec())
        .of("refusal", result.refused(), statement.refused())
        .of(
            "encrypted key material SHA-256",
            result.wrapped().map(key -> key.encryptedKeyMaterial().sha256()),
            statement.wrapped().map(HsmCeremony::encryptedKeyMaterial))
        .of(
            "HSM key",
            result.wrapped().map(WrappedKey::hsmKey),
            statement.wrapped().map(HsmCeremony::key))
        .of(
            "token",
            result.wrapped().map(WrappedKey::token),
            statement.wrapped().map(HsmCeremony::token))
        .first();
  }

  private static ImportRecord record(StoredImport stored) {
    return stored.record();
  }

  /** SHA-256 of the signed job as it was sent. */
  private static Sha256 job(Attempt attempt) {
    return Sha256.of(attempt.job().getBytes(StandardCharsets.US_ASCII));
  }
}
