package io.keyferry.agent.hsm.testing;

/**
 * A PKCS#11 call that came to the fault injector and has ended.
 *
 * @param process the id of the process that made it
 * @param number counts the calls of a process from 1 on, in the order in which they began
 * @param name such as {@code C_WrapKey}
 * @param code what the caller got, a {@code CK_RV}
 */
public record LoggedCall(long process, long number, String name, long code, Fate fate) {

  /** What became of a call. */
  public enum Fate {
    /** The real library did it and gave the answer. */
    FORWARDED,
    /** The real library was not asked; the answer is the one that was ordered. */
    INSTEAD,
    /** The real library did it; the answer is the one that was ordered. */
    LOST,
    /** The injector refused it as an HSM would: its PIN, its login or its handle. */
    REFUSED
  }

  /** Whether the real library was asked. */
  public boolean reachedTheToken() {
    return fate == Fate.FORWARDED || fate == Fate.LOST;
  }
}
