package io.keyferry.agent.hsm;

import java.time.Instant;

/** Lets tests of other packages say how the HSM does. */
public final class HsmStatuses {

  private HsmStatuses() {}

  public static void failed(HsmStatus status, Instant at, HsmException why) {
    status.failed(at, why);
  }

  public static void there(HsmStatus status, Instant at) {
    status.there(at);
  }

  public static void climbing(HsmStatus status, Rung rung) {
    status.climbing(rung);
  }
}
