package io.keyferry.agent.cli.offline;

/** What was ordered is not to be done. Nothing was made in the HSM. */
public final class OrderRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  OrderRefusedException(String message) {
    super(message);
  }
}
