package io.keyferry.agent.hsm;

import io.keyferry.model.value.TokenIdentity;

/** Asked before each {@code C_Login}, and told what came of it. */
public interface LoginGuard {

  /** Lets everyone in, and remembers nothing. */
  LoginGuard NONE =
      new LoginGuard() {

        @Override
        public void before(TokenIdentity token, Pin pin) {}

        @Override
        public void accepted(TokenIdentity token) {}

        @Override
        public void failed(TokenIdentity token, Pin pin, HsmException failure) {}
      };

  /**
   * Before the login, with a token that reports no trouble with its PIN.
   *
   * @throws HsmException if there must be no login
   */
  void before(TokenIdentity token, Pin pin) throws HsmException;

  /** The token took the PIN. */
  void accepted(TokenIdentity token) throws HsmException;

  /** The token did not take the PIN, or could not be asked: the failure's fault says which. */
  void failed(TokenIdentity token, Pin pin, HsmException failure) throws HsmException;
}
