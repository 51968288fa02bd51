package io.keyferry.agent.hsm;

import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.pkcs11.ReturnCode;
import io.keyferry.agent.hsm.token.Tokens;
import io.keyferry.model.value.TokenIdentity;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/** Creates the exceptions of this package for tests of other packages. */
public final class HsmFaults {

  private HsmFaults() {}

  public static HsmException of(Fault fault, String message) {
    return new HsmException(fault, message);
  }

  /** As a token reports a login that it refuses. */
  public static HsmException refusedLogin(long code) {
    return ReturnCode.of(code).in("C_Login", new PKCS11Exception(code, ""));
  }

  /** A login that fails this way, as {@link Tokens#open} would see it. */
  public static Token login(LoginGuard guard, HsmException failure) throws HsmException {
    TokenIdentity token = new TokenIdentity("partition", "4711", "KeyFerry", "test", "1.0");
    try (Pin pin = new Pin("1234".toCharArray())) {
      guard.before(token, pin);
      guard.failed(token, pin, failure);
      throw failure;
    }
  }
}
