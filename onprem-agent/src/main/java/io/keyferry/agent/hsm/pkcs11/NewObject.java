package io.keyferry.agent.hsm.pkcs11;

import io.keyferry.agent.hsm.HsmException;

/** An object that was just made. */
public final class NewObject {

  /** What follows the making. */
  @FunctionalInterface
  public interface Work<T> {
    T run() throws HsmException;
  }

  private NewObject() {}

  /**
   * Runs the work, and destroys the object if it throws. That it could not be destroyed is
   * suppressed in what is thrown.
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
   * Runs the work and destroys the object, whatever comes of it. What the work gave is lost if the
   * object cannot be destroyed.
   */
  public static <T> T withTemporaryObject(CryptokiSession session, long handle, Work<T> work)
      throws HsmException {
    T done = destroyOnFailure(session, handle, work);
    session.destroy(handle);
    return done;
  }
}
