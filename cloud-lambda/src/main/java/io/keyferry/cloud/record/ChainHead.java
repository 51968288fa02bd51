package io.keyferry.cloud.record;

import io.keyferry.model.message.AuditLine;
import io.keyferry.model.value.Sha256;
import java.nio.charset.StandardCharsets;

/**
 * The end of the chain of this cloud half's ceremony records.
 *
 * @param number of the last record; 0 if there is none
 * @param last SHA-256 of the last record as signed, ASCII
 */
public record ChainHead(long number, Sha256 last) {

  /** Before the first record. */
  public static final ChainHead NONE = new ChainHead(0, AuditLine.NONE);

  /** The head after this record. */
  ChainHead after(String compact) {
    return new ChainHead(number + 1, Sha256.of(compact.getBytes(StandardCharsets.US_ASCII)));
  }
}
