package io.keyferry.evidence.log;

import io.keyferry.model.message.AuditHead;
import io.keyferry.model.signed.MessageSigner;
import java.time.Instant;
import java.util.Optional;

/**
 * Where everything that the agent does is written down before it can be seen outside. Safe for use
 * by several threads; lines stand in the order in which {@link #append} was called.
 */
public interface AuditTrail {

  /**
   * Writes a line. It may be lost in a crash until {@link #force} has returned.
   *
   * @throws AuditException if it cannot be written: the agent must not act
   */
  void append(AuditEntry entry) throws AuditException;

  /**
   * The last line, which need not be on the disk yet.
   *
   * @throws IllegalStateException if there is none
   */
  AuditHead head();

  /** When this process last wrote a line; absent before its first. */
  Optional<Instant> lastAppended();

  /**
   * Returns when every line so far is on the disk.
   *
   * @throws AuditException if they cannot be made durable: nothing that they tell may be shown
   */
  void force() throws AuditException;

  /**
   * Signs the last line, writes the signature down as a line of its own and forces it.
   *
   * @throws AuditException if it cannot be written
   * @throws E if it cannot be signed; the log stands as it was
   */
  <E extends Exception> void signHead(MessageSigner<E> signer) throws AuditException, E;

  /**
   * Whether a line could be written now.
   *
   * @throws AuditException if not: why, and the cure
   */
  void check() throws AuditException;
}
