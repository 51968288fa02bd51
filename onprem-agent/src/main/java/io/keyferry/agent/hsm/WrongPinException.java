package io.keyferry.agent.hsm;

import io.keyferry.agent.hsm.HsmException.Fault;

/** The token reports that this PIN is wrong, not that no PIN may be used. */
public final class WrongPinException extends HsmException {

  private static final long serialVersionUID = 1L;

  public WrongPinException(String message, Throwable cause) {
    super(Fault.PIN, message, cause);
  }
}
