package io.keyferry.agent.hsm.testing;

import java.io.IOException;

/**
 * A fault that is being configured. Nothing happens before {@link #once}, {@link #times} or {@link
 * #always} is called.
 */
public final class FaultRule {

  /** Accepts an order: its directive, without the kind and number. */
  @FunctionalInterface
  interface Orders {
    void add(String call, String rest) throws IOException;
  }

  private static final int FOREVER = 0;

  private final Orders orders;
  private final String call;
  private final String value;
  private String when = "before";
  private int from = 1;

  FaultRule(Orders orders, String call, String value) {
    this.orders = orders;
    this.call = call;
    this.value = value;
  }

  /** After the token has done the call, not instead of it: only the answer is lost or late. */
  public FaultRule afterDoing() {
    when = "after";
    return this;
  }

  /** Starts with this call, counted from now on; the first is 1. */
  public FaultRule fromCall(int number) {
    from = number;
    return this;
  }

  /** Applies to one call. */
  public void once() throws IOException {
    times(1);
  }

  /** Applies to this many calls in a row, of all processes together. */
  public void times(int count) throws IOException {
    if (count < 1) {
      throw new IllegalArgumentException("expected one call or more, found " + count);
    }
    order(count);
  }

  /** Applies until it is cleared. */
  public void always() throws IOException {
    order(FOREVER);
  }

  private void order(int times) throws IOException {
    orders.add(call, "%s %s %d %d %s".formatted(call, when, from, times, value));
  }
}
