package io.keyferry.agent.hsm;

import io.keyferry.model.value.TokenIdentity;
import io.keyferry.model.value.WrappingAlgorithm;

/** One logged-in token, chosen by its label. Safe for use by several threads. */
public interface Token extends AutoCloseable {

  TokenIdentity identity();

  /**
   * Proves that the token does AES-KWP (RFC 5649) the way KMS needs it for {@code
   * RSA_AES_KEY_WRAP}. The proof holds while the token is open.
   *
   * @return the mechanism, with its number
   * @throws HsmException {@code REFUSED} if the token offers no such mechanism, or no correct one
   */
  String proveAesKwp() throws HsmException;

  /**
   * Proves that the token wraps with this algorithm the way KMS needs it: wraps a new session key
   * under a wrapping key of the agent and opens it in Java. Leaves nothing in the token.
   *
   * @return how the key was wrapped, and how it was recognized
   * @throws HsmException {@code REFUSED} if the token cannot do it, or does it wrong
   */
  String proveWrapping(WrappingAlgorithm algorithm) throws HsmException;

  /**
   * Opens a session for one piece of work.
   *
   * @throws HsmException if the token refuses; see {@link HsmException#fault()}
   */
  TokenSession openSession() throws HsmException;

  /**
   * Closes the session that keeps the login. Other open sessions, and with them the login, stay
   * open.
   */
  @Override
  void close();
}
