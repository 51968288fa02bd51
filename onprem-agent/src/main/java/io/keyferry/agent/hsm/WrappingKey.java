package io.keyferry.agent.hsm;

/** KMS's wrapping key while it is in the token. */
public interface WrappingKey extends AutoCloseable {

  /** The size of the modulus in bits. */
  int bits();

  /** Whether the object is gone: false before {@link #close}, or if the token refused. */
  boolean destroyed();

  /**
   * Destroys the object. A refusal is only logged, because the end of the session destroys session
   * objects.
   */
  @Override
  void close();
}
