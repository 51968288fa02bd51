package io.keyferry.evidence.log;

import io.keyferry.model.message.AuditHead;
import io.keyferry.model.signed.MessageSigner;
import java.time.Instant;
import java.util.Optional;

/**
 * The record of everything that the agent does, written before it becomes visible outside.
 * Thread-safe; lines are in the order of the calls of {@link #append}.
 */
public interface AuditTrail {

  /**
   * Writes a line. It may be lost in a crash until {@link #force} has returned.
   *
   * @throws AuditException if it cannot be written: the agent must not act
   */
  void append(AuditEntry entry) throws AuditException;

  /**
   * The head of the last line, which may not be on disk yet.
   *
   * @throws IllegalStateException if there is none
   */
  AuditHead head();

  /** When this process last wrote a line; absent before its first. */
  Optional<Instant> lastAppended();

  /**
   * Returns when every line so far is on disk.
   *
   * @throws AuditException if they cannot be made durable: nothing that they record may become
   *     visible
   */
  void force() throws AuditException;

  /**
   * Signs the last line, writes the signature as a line of its own and forces it to disk.
   *
   * @throws AuditException if it cannot be written
   * @throws E if it cannot be signed; the log is unchanged
   */
  <E extends Exception> void signHead(MessageSigner<E> signer) throws AuditException, E;

  /**
   * Checks that a line can be written now.
   *
   * @throws AuditException if not: the reason and the remedy
   */
  void check() throws AuditException;
}
