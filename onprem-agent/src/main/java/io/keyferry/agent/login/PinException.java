package io.keyferry.agent.login;

/** There is no PIN, or it may not be used as it lies there. */
public final class PinException extends Exception {

  private static final long serialVersionUID = 1L;

  PinException(String message) {
    super(message);
  }
}
