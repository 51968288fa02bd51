package io.keyferry.agent.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/** The effective user of this process. */
public final class ProcessUser {

  private static final MethodHandle EFFECTIVE =
      Libc.function("geteuid", FunctionDescriptor.of(JAVA_INT));

  private ProcessUser() {}

  /** The user's number. */
  public static int id() {
    try {
      return (int) EFFECTIVE.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException("geteuid never fails", e);
    }
  }
}
