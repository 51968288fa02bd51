package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.cli.doctor.CheckContext.PrerequisiteMissing;
import io.keyferry.agent.hsm.HsmException;
import java.util.function.Function;

/**
 * One thing to look at.
 *
 * @param name what it is about, in a few words. It stays the same, as programs look for it
 * @param cure what helps where the HSM's own message does not, on the token that was found
 */
record Check(String name, Look look, Function<CheckContext, String> cure) {

  /** Looks, and leaves in the context what later checks need. */
  @FunctionalInterface
  interface Look {

    /**
     * Looks.
     *
     * @throws PrerequisiteMissing if an earlier check did not find what this one needs
     * @throws HsmException reported as a failure, with the check's cure
     */
    Finding at(CheckContext visit) throws PrerequisiteMissing, HsmException;
  }

  Check(String name, Look look) {
    this(name, look, visit -> "do what the message says");
  }
}
