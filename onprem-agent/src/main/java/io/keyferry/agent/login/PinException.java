package io.keyferry.agent.login;

/** There is no PIN, or its file or form is not acceptable. */
public final class PinException extends Exception {

  private static final long serialVersionUID = 1L;

  PinException(String message) {
    super(message);
  }
}
