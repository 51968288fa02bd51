package io.keyferry.agent.cli.offline;

/** An order is refused. Nothing was created in the HSM. */
public final class OrderRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  OrderRefusedException(String message) {
    super(message);
  }
}
