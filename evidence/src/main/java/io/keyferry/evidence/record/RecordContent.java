package io.keyferry.evidence.record;

import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.CeremonyStatement;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.KeyThumbprint;
import io.keyferry.model.value.Sha256;
import java.util.Optional;

/**
 * What a ceremony record says, read without verifying a signature: show it, never rely on it.
 *
 * @param sha256 of the record as signed
 * @param signer the key that the record names as its signer
 * @param statement the agent's half, if there is one
 */
public record RecordContent(
    Sha256 sha256,
    KeyThumbprint signer,
    CeremonyRecord record,
    Optional<Signed<CeremonyStatement>> statement) {

  /** A message and the signer that it names. */
  public record Signed<T>(KeyThumbprint signer, T content) {}

  /**
   * Reads record and statement.
   *
   * @throws InvalidValueException if one of them is not a well-formed message
   */
  public static RecordContent unverified(RecordFile file) {
    Signed<CeremonyRecord> record = UnverifiedMessage.read(CeremonyRecord.class, file.compact());
    return new RecordContent(
        file.sha256(),
        record.signer(),
        record.content(),
        record
            .content()
            .halves()
            .statement()
            .map(compact -> UnverifiedMessage.read(CeremonyStatement.class, compact)));
  }
}
