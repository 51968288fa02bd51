package io.keyferry.agent.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** The functions of libc that the JDK does not offer. */
public final class Libc {

  private static final int ENOENT = 2;
  private static final int EINTR = 4;
  private static final int EACCES = 13;
  private static final long MAX_TEXT = 256;

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
  private static final Linker.Option ERRORS = Linker.Option.captureCallState("errno");

  private static final MethodHandle STRERROR =
      function("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));

  private Libc() {}

  /** A call that returns a negative number if it fails. */
  @FunctionalInterface
  interface Call {

    /**
     * Makes the call.
     *
     * @param state receives errno: the first argument of a function from {@link #failing}
     */
    long in(MemorySegment state) throws Throwable;
  }

  @SuppressWarnings("restricted")
  public static MethodHandle function(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().find(name).orElseThrow(), descriptor, options);
  }

  /** A function that sets errno, for {@link #run}. */
  static MethodHandle failing(String name, FunctionDescriptor descriptor) {
    return function(name, descriptor, ERRORS);
  }

  /** {@code open}: its mode is a variadic argument, which some platforms pass differently. */
  static MethodHandle open() {
    return function(
        "open",
        FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
        ERRORS,
        Linker.Option.firstVariadicArg(2));
  }

  /** {@code read} and {@code write}. */
  static MethodHandle transfer(String name) {
    return failing(name, FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  }

  /**
   * Makes a call, and repeats it if a signal interrupts it.
   *
   * @param file the file to name in a failure
   */
  static long run(String file, Call call) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      while (true) {
        long result = call.in(state);
        if (result >= 0) {
          return result;
        }
        int errno = (int) ERRNO.get(state, 0L);
        if (errno != EINTR) {
          throw failure(file, errno);
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException(e);
    }
  }

  private static IOException failure(String file, int errno) throws Throwable {
    return switch (errno) {
      case ENOENT -> new NoSuchFileException(file);
      case EACCES -> new AccessDeniedException(file);
      default -> new FileSystemException(file, null, text(errno));
    };
  }

  @SuppressWarnings("restricted")
  private static String text(int errno) throws Throwable {
    MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
    return text.reinterpret(MAX_TEXT).getString(0);
  }
}
