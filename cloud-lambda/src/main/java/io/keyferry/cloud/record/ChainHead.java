package io.keyferry.cloud.record;

import io.keyferry.model.message.AuditLine;
import io.keyferry.model.value.Sha256;
import java.nio.charset.StandardCharsets;

/**
 * Where the chain of all ceremony records of this cloud half ends.
 *
 * @param number of the last record; 0 if there is none
 * @param last SHA-256 of the last record as signed, ASCII
 */
public record ChainHead(long number, Sha256 last) {

  /** Before the first record. */
  public static final ChainHead NONE = new ChainHead(0, AuditLine.NONE);

  /** The head once this record is the last. */
  ChainHead after(String compact) {
    return new ChainHead(number + 1, Sha256.of(compact.getBytes(StandardCharsets.US_ASCII)));
  }
}
