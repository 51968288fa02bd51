package io.keyferry.agent.hsm.testing;

/**
 * A PKCS#11 call through the fault injector that has ended.
 *
 * @param process the id of the process that made it
 * @param number counts the calls of a process from 1 on, in the order in which they began
 * @param name such as {@code C_WrapKey}
 * @param code the result for the caller, a {@code CK_RV}
 */
public record LoggedCall(long process, long number, String name, long code, Fate fate) {

  /** The outcome of a call. */
  public enum Fate {
    /** The real library did it and returned the answer. */
    FORWARDED,
    /** The real library was not called; the answer is the configured one. */
    INSTEAD,
    /** The real library did it; the answer is the configured one. */
    LOST,
    /** The injector refused it as an HSM would: its PIN, its login or its handle. */
    REFUSED
  }

  /** Whether the real library was called. */
  public boolean reachedTheToken() {
    return fate == Fate.FORWARDED || fate == Fate.LOST;
  }
}
