package io.keyferry.evidence.record;

import io.keyferry.evidence.record.RecordContent.Signed;
import io.keyferry.model.message.OfflineRecord;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.KeyThumbprint;
import io.keyferry.model.value.Sha256;

/**
 * What an offline record says, read without verifying its signature: show it, never rely on it.
 *
 * @param sha256 of the record as signed
 * @param signer the key that the record names as its signer
 */
public record OfflineContent(Sha256 sha256, KeyThumbprint signer, OfflineRecord record) {

  /**
   * Reads it.
   *
   * @throws InvalidValueException if it is not a well-formed message
   */
  public static OfflineContent unverified(RecordFile file) {
    Signed<OfflineRecord> record = UnverifiedMessage.read(OfflineRecord.class, file.compact());
    return new OfflineContent(file.sha256(), record.signer(), record.content());
  }
}
