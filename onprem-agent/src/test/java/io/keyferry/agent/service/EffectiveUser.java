package io.keyferry.agent.service;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/**
 * Lets a part of a test act without root's rights, as root may read every file. Of the whole
 * process, until it is closed; does nothing where the tests do not run as root.
 */
public final class EffectiveUser implements AutoCloseable {

  /** The number of the user {@code nobody}. */
  public static final int NOBODY = 65534;

  private static final MethodHandle SET =
      Libc.function("setresuid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));

  private final int before = ProcessUser.id();

  private EffectiveUser() {}

  public static EffectiveUser withoutRights() {
    EffectiveUser user = new EffectiveUser();
    if (user.before == 0) {
      set(NOBODY);
    }
    return user;
  }

  private static void set(int user) {
    try {
      // What is saved lets it become root again.
      int result = (int) SET.invokeExact(user, user, 0);
      if (result != 0) {
        throw new IllegalStateException("expected that root may become another user");
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (before == 0) {
      set(before);
    }
  }
}
