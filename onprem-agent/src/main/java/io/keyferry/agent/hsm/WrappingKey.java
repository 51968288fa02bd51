package io.keyferry.agent.hsm;

/** KMS's wrapping key while it is in the token. */
public interface WrappingKey extends AutoCloseable {

  /** The size of the modulus in bits. */
  int bits();

  /** Whether the object is gone: false before {@link #close}, or where the token refused. */
  boolean destroyed();

  /**
   * Destroys the object. A token that refuses is logged: the session's end takes a session object
   * with it.
   */
  @Override
  void close();
}
