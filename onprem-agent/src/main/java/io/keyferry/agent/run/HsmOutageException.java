package io.keyferry.agent.run;

/**
 * This process cannot get its HSM back: a PKCS#11 library cannot be unloaded, so another must try.
 */
public final class HsmOutageException extends Exception {

  private static final long serialVersionUID = 1L;

  HsmOutageException(String message) {
    super(message);
  }
}
