package io.keyferry.evidence.record;

import io.keyferry.evidence.record.RecordCheck.Subject;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.OfflineRecord;
import io.keyferry.model.signed.RejectedMessageException;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.VerificationKey;
import java.util.List;
import java.util.Optional;

/** Verifies an offline record with the agent's public key, and a wrapped key against the record. */
public final class OfflineRecordVerifier {

  private OfflineRecordVerifier() {}

  /**
   * Makes every check.
   *
   * @param agent the agent's key, known from its enrollment
   * @param material SHA-256 of the wrapped key, if available
   */
  public static RecordVerdict<OfflineRecord> verify(
      RecordFile file, VerificationKey agent, Optional<Sha256> material) {
    OfflineRecord record;
    try {
      record = SignedMessage.verify(MessageType.OFFLINE_RECORD, file.compact(), agent);
    } catch (RejectedMessageException e) {
      return new RecordVerdict<>(
          file.sha256(),
          Optional.empty(),
          List.of(
              RecordCheck.fails(
                  Subject.AGENT_SIGNATURE,
                  e.getMessage() + ": it was changed, or this agent never signed it")));
    }
    return new RecordVerdict<>(
        file.sha256(),
        Optional.of(record),
        List.of(
            RecordCheck.holds(
                Subject.AGENT_SIGNATURE, "key " + agent.thumbprint() + " signed this record"),
            bytes(record, material),
            RecordTimes.check(record)));
  }

  private static RecordCheck bytes(OfflineRecord record, Optional<Sha256> material) {
    Sha256 left = record.work().wrapped().encryptedKeyMaterial();
    return material
        .map(found ->
            new RecordComparison(Subject.WRAPPED_BYTES)
                .of("SHA-256", left, found)
                .check(
                    "what the HSM wrapped is what is in the file: SHA-256 " + left,
                    "the file holds another key than the record describes, or it was changed"))
        .orElseGet(() ->
            RecordCheck.none(
                Subject.WRAPPED_BYTES,
                "SHA-256 %s: to check a file against it, use --material".formatted(left)));
  }
}
