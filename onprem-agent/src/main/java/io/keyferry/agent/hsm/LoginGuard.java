package io.keyferry.agent.hsm;

import io.keyferry.model.value.TokenIdentity;

/** Allows or refuses each {@code C_Login}, and receives its outcome. */
public interface LoginGuard {

  /** Allows every login and stores nothing. */
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
   * Called before the login, if the token reports no problem with its PIN.
   *
   * @throws HsmException if no login may be tried
   */
  void before(TokenIdentity token, Pin pin) throws HsmException;

  /** The token accepted the PIN. */
  void accepted(TokenIdentity token) throws HsmException;

  /** The token refused the PIN or could not be reached: the failure's fault says which. */
  void failed(TokenIdentity token, Pin pin, HsmException failure) throws HsmException;
}
