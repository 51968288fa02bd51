package io.keyferry.agent.hsm;

import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.model.TokenIdentity;

/** Makes the exceptions of this package for tests of others. */
public final class HsmFaults {

  private HsmFaults() {}

  public static HsmException of(Fault fault, String message) {
    return new HsmException(fault, message);
  }

  /** A login that fails so, as {@link Tokens#open} would meet it. */
  public static Token login(LoginGuard guard, HsmException failure) throws HsmException {
    TokenIdentity token = new TokenIdentity("memory", "4711", "KeyFerry", "test", "1.0");
    try (Pin pin = new Pin("1234".toCharArray())) {
      guard.before(token, pin);
      guard.failed(token, pin, failure);
      throw failure;
    }
  }
}
