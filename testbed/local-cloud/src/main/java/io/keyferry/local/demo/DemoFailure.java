package io.keyferry.local.demo;

/** The demo cannot continue. */
final class DemoFailure extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param step what was being done
   * @param why what was expected and what was found
   */
  DemoFailure(String step, String why) {
    super(step + ": " + why);
  }

  DemoFailure(String step, Exception cause) {
    super(step + ": " + cause.getMessage(), cause);
  }
}
