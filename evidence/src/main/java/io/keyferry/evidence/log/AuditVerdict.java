package io.keyferry.evidence.log;

import java.time.Instant;

/** What a verification found. */
public sealed interface AuditVerdict {

  /**
   * Every line up to the last signed head is as it was written, and none is missing.
   *
   * @param lines in all
   * @param signedHeads the heads verified with the key
   * @param lastSequence of the last line
   * @param lastAt time of the last line, UTC
   * @param signedSequence the last line that a signed head vouches for
   */
  record Holds(
      int files,
      long lines,
      long signedHeads,
      long lastSequence,
      Instant lastAt,
      long signedSequence)
      implements AuditVerdict {

    /** Lines after the last signed head: they could be changed or cut off without a trace. */
    public long unsignedLines() {
      return lastSequence - signedSequence;
    }
  }

  /** Something is wrong; what follows was not checked. */
  record Broken(AuditFault fault) implements AuditVerdict {}
}
