package io.keyferry.agent.hsm;

/** An object that was just made, and stays only if what follows succeeds. */
final class NewObject {

  /** What follows the making. */
  @FunctionalInterface
  interface Check<T> {
    T run() throws HsmException;
  }

  private NewObject() {}

  /**
   * Runs the check, and destroys the object if it throws. That it could not be destroyed is
   * suppressed in what is thrown.
   */
  static <T> T keptIf(CryptokiSession session, long handle, Check<T> check) throws HsmException {
    try {
      return check.run();
    } catch (HsmException | RuntimeException e) {
      try {
        session.destroy(handle);
      } catch (HsmException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }
}
