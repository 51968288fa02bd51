package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.hsm.HsmException;

/** One thing to look at. */
interface Check {

  /** What it is about, in a few words. It stays the same, as programs look for it. */
  String name();

  /**
   * Looks, and leaves with the visit what later checks need.
   *
   * @throws PrerequisiteMissing if an earlier check did not find what this one needs
   * @throws HsmException reported as a failure, with {@link #cure(Visit)}
   */
  Finding look(CheckContext visit) throws PrerequisiteMissing, HsmException;

  /** What helps where the HSM's own message does not, on the token that the visit found. */
  default String cure(CheckContext visit) {
    return "do what the message says";
  }
}
