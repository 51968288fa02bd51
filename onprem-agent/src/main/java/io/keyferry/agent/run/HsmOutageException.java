package io.keyferry.agent.run;

/**
 * This process cannot recover its HSM: a PKCS#11 library cannot be unloaded, so a new process must
 * try.
 */
public final class HsmOutageException extends Exception {

  private static final long serialVersionUID = 1L;

  HsmOutageException(String message) {
    super(message);
  }
}
