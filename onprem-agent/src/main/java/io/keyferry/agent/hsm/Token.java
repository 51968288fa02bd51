package io.keyferry.agent.hsm;

import io.keyferry.model.value.TokenIdentity;
import io.keyferry.model.value.WrappingAlgorithm;

/** One logged-in token, chosen by its label. Safe for use by several threads. */
public interface Token extends AutoCloseable {

  TokenIdentity identity();

  /**
   * Proves that the token can do the AES-KWP (RFC 5649) of {@code RSA_AES_KEY_WRAP} as KMS needs
   * it. What is proved stays so while the token is open.
   *
   * @return the mechanism by which it does, with its number
   * @throws HsmException {@code REFUSED} if it offers none, or none that is right
   */
  String proveAesKwp() throws HsmException;

  /**
   * Proves that the token wraps by this algorithm as KMS needs it: a session key made for it is
   * wrapped under a wrapping key of the agent's own, and opened in Java. Nothing is left behind.
   *
   * @return how it was wrapped, and by what the key was known again
   * @throws HsmException {@code REFUSED} if the token cannot, or does it wrong
   */
  String proveWrapping(WrappingAlgorithm algorithm) throws HsmException;

  /**
   * Opens a session for one piece of work.
   *
   * @throws HsmException if the token refuses; see {@link HsmException#fault()}
   */
  TokenSession openSession() throws HsmException;

  /**
   * Closes the session that keeps the login. Sessions that are open stay so, and the login with
   * them.
   */
  @Override
  void close();
}
