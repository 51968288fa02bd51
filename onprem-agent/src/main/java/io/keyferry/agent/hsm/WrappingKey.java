package io.keyferry.agent.hsm;

/** KMS's wrapping key while it is in the token. */
public interface WrappingKey extends AutoCloseable {

  /** The size of the modulus in bits. */
  int bits();

  /**
   * Destroys the object. A token that refuses is logged: the session's end takes a session object
   * with it.
   */
  @Override
  void close();
}
