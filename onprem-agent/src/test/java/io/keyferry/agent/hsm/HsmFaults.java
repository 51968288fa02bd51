package io.keyferry.agent.hsm;

import io.keyferry.agent.hsm.HsmException.Fault;

/** Makes the exceptions of this package for tests of others. */
public final class HsmFaults {

  private HsmFaults() {}

  public static HsmException of(Fault fault, String message) {
    return new HsmException(fault, message);
  }
}
