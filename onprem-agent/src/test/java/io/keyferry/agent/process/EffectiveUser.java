package io.keyferry.agent.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.keyferry.model.value.KeyArn;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Drops root's rights for part of a test, because root may read every file. Applies to the whole
 * process until it is closed; does nothing if the tests do not run as root.
 */
public final class EffectiveUser implements AutoCloseable {

  /** The id of the user {@code nobody}. */
  public static final int NOBODY = 65534;

  private static final MethodHandle SET =
      Libc.function("setresuid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));

  static {
    loadClasses();
  }

  private final int before = ProcessUser.id();

  private EffectiveUser() {}

  /** If the build is in a private folder, the other user cannot read its classes. */
  private static void loadClasses() {
    for (Class<?> one : List.of(KeyArn.class, ProcessUser.class, EffectiveUser.class)) {
      try {
        Path root = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(root)) {
          loadClasses(root);
        }
      } catch (IOException | URISyntaxException | ClassNotFoundException e) {
        throw new IllegalStateException("the classes beside " + one + " cannot be loaded", e);
      }
    }
  }

  private static void loadClasses(Path root) throws IOException, ClassNotFoundException {
    List<String> names;
    try (Stream<Path> files = Files.walk(root)) {
      names =
          files
              .map(file -> root.relativize(file).toString())
              .filter(file -> file.endsWith(".class") && !file.contains("-info."))
              .map(file -> file.replace(".class", "").replace('/', '.'))
              .toList();
    }
    for (String name : names) {
      Class<?> _ = Class.forName(name, false, EffectiveUser.class.getClassLoader());
    }
  }

  public static EffectiveUser withoutRights() {
    EffectiveUser user = new EffectiveUser();
    if (user.before == 0) {
      set(NOBODY);
    }
    return user;
  }

  private static void set(int user) {
    try {
      // The saved id allows it to become root again.
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
