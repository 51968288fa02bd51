package io.keyferry.agent.hsm;

import io.keyferry.model.TokenIdentity;

/** One logged-in token, chosen by its label. Safe for use by several threads. */
public interface Token extends AutoCloseable {

  TokenIdentity identity();

  /**
   * Opens a session for one piece of work.
   *
   * @throws HsmException if the token refuses; see {@link HsmException#fault()}
   */
  TokenSession openSession() throws HsmException;

  /** Logs out and gives the library back. */
  @Override
  void close();
}
