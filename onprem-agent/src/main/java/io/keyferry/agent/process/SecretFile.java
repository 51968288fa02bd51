package io.keyferry.agent.process;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * An open file that holds a secret. The JDK's streams keep copies of what they read, and do not
 * expose the descriptor that is needed to check the open file.
 */
public final class SecretFile implements AutoCloseable {

  /** Replaces bytes that are not UTF-8. */
  public static final char NOT_UTF_8 = '\uFFFD';

  static final int READ_WRITE = 2;
  private static final int READ_ONLY = 0;
  private static final int NO_TERMINAL_CLOSE_ON_EXEC = 0x100 | 0x80000;

  /** Opening a pipe does not wait for a writer. */
  private static final int DO_NOT_WAIT = 0x800;

  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;

  private static final MethodHandle OPEN = Libc.open();
  private static final MethodHandle READ = Libc.transfer("read");
  private static final MethodHandle WRITE = Libc.transfer("write");
  private static final MethodHandle CLOSE =
      Libc.function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private final String name;
  private final int descriptor;

  private SecretFile(String name, int descriptor) {
    this.name = name;
    this.descriptor = descriptor;
  }

  /**
   * The owner and permissions of the open file.
   *
   * @param owner the user's number
   * @param permissions the permission bits of its mode
   */
  public record Access(int owner, int permissions) {}

  /** Opens a regular file for reading. */
  public static SecretFile open(Path path) throws IOException {
    SecretFile file = open(path.toString(), READ_ONLY | DO_NOT_WAIT);
    try {
      if ((file.mode() & TYPE) != REGULAR) {
        throw new FileSystemException(
            file.name,
            null,
            Files.isDirectory(path) ? "a directory" : "something other than a regular file");
      }
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  static SecretFile open(String path, int flags) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path);
      int all = flags | NO_TERMINAL_CLOSE_ON_EXEC;
      return new SecretFile(
          path, (int) Libc.run(path, state -> (int) OPEN.invokeExact(state, name, all, 0)));
    }
  }

  /** Reads the access of the open file, even if its name now refers to another file. */
  public Access access() throws IOException {
    return new Access(attribute("uid"), mode() & ~TYPE);
  }

  private int mode() throws IOException {
    return attribute("mode");
  }

  private int attribute(String which) throws IOException {
    return (int) Files.getAttribute(Path.of("/proc/self/fd/" + descriptor), "unix:" + which);
  }

  int descriptor() {
    return descriptor;
  }

  /**
   * Reads the whole file.
   *
   * @return the characters; the caller wipes them
   * @throws IOException if there are more bytes
   */
  public char[] read(int maxBytes) throws IOException {
    return read(maxBytes, false);
  }

  /**
   * Reads one line from a terminal.
   *
   * @return the line with its line feed
   * @throws IOException if there are more bytes
   */
  char[] readLine(int maxBytes) throws IOException {
    return read(maxBytes, true);
  }

  private char[] read(int maxBytes, boolean line) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(maxBytes + 1L);
      try {
        long length = 0;
        long last = -1;
        while (last != 0 && length <= maxBytes && !(line && endsLine(bytes, length))) {
          MemorySegment rest = bytes.asSlice(length);
          last =
              Libc.run(
                  name, state -> (long) READ.invokeExact(state, descriptor, rest, rest.byteSize()));
          length += last;
        }
        if (length > maxBytes) {
          throw new FileSystemException(name, null, "more than %d bytes".formatted(maxBytes));
        }
        return text(bytes.asSlice(0, length));
      } finally {
        bytes.fill((byte) 0);
      }
    }
  }

  private static boolean endsLine(MemorySegment bytes, long length) {
    return length > 0 && bytes.get(JAVA_BYTE, length - 1) == '\n';
  }

  private static char[] text(MemorySegment bytes) {
    CharBuffer text = CharBuffer.allocate(Math.toIntExact(bytes.byteSize()));
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE)
          .decode(bytes.asByteBuffer(), text, true);
      return Arrays.copyOf(text.array(), text.position());
    } finally {
      Arrays.fill(text.array(), '\0');
    }
  }

  void write(String text) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      MemorySegment rest = arena.allocateFrom(JAVA_BYTE, bytes);
      while (rest.byteSize() > 0) {
        MemorySegment next = rest;
        rest =
            rest.asSlice(
                Libc.run(
                    name,
                    state -> (long) WRITE.invokeExact(state, descriptor, next, next.byteSize())));
      }
    }
  }

  @Override
  public void close() {
    try {
      int ignored = (int) CLOSE.invokeExact(descriptor);
    } catch (Throwable e) {
      throw new IllegalStateException("close takes every number", e);
    }
  }
}
