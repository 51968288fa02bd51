package io.keyferry.agent.hsm.pkcs11;

import io.keyferry.agent.hsm.HsmException;

/** Handles objects that were just created. */
public final class NewObject {

  /** The work that follows the creation. */
  @FunctionalInterface
  public interface Work<T> {
    T run() throws HsmException;
  }

  private NewObject() {}

  /**
   * Runs the work, and destroys the object if it throws. A failure to destroy it is added as
   * suppressed.
   */
  public static <T> T destroyOnFailure(CryptokiSession session, long handle, Work<T> work)
      throws HsmException {
    try {
      return work.run();
    } catch (HsmException | RuntimeException e) {
      try {
        session.destroy(handle);
      } catch (HsmException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  /**
   * Runs the work and always destroys the object. The result of the work is lost if the object
   * cannot be destroyed.
   */
  public static <T> T withTemporaryObject(CryptokiSession session, long handle, Work<T> work)
      throws HsmException {
    T done = destroyOnFailure(session, handle, work);
    session.destroy(handle);
    return done;
  }
}
