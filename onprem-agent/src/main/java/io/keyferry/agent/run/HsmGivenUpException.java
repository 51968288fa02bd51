package io.keyferry.agent.run;

/**
 * This process cannot get its HSM back: a PKCS#11 library cannot be unloaded, so another must try.
 */
public final class HsmGivenUpException extends Exception {

  private static final long serialVersionUID = 1L;

  HsmGivenUpException(String message) {
    super(message);
  }
}
