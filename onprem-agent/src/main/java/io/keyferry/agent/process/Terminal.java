package io.keyferry.agent.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Optional;

/**
 * The controlling terminal of this process, wherever its standard streams go. The JDK's console
 * exists only if standard output is a terminal, too.
 */
public final class Terminal {

  private static final String NAME = "/dev/tty";
  private static final int MAX_BYTES = 1024;

  /** {@code struct termios} of Linux has 60 bytes. */
  private static final long SETTINGS_BYTES = 256;

  private static final long LOCAL_FLAGS = 12;
  private static final int ECHO = 0x8;
  private static final int ECHO_LINE_FEED = 0x40;

  /** Waits for pending output and discards unread input. */
  private static final int FLUSH = 2;

  private static final MethodHandle GET =
      Libc.failing("tcgetattr", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle SET =
      Libc.failing("tcsetattr", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));

  private final SecretFile file;

  private Terminal(SecretFile file) {
    this.file = file;
  }

  private interface Question {
    char[] askAt(Terminal terminal) throws IOException;
  }

  /**
   * Asks for a line.
   *
   * @return the line without its line feed; absent if there is no terminal
   */
  public static Optional<String> ask(String text) throws IOException {
    return answer(terminal -> terminal.read(text)).map(String::valueOf);
  }

  /**
   * Asks for a line with echo off. Echo is restored however the process ends, except by SIGKILL.
   *
   * @return the line without its line feed, which the caller wipes; absent if there is no terminal
   */
  public static Optional<char[]> askHidden(String text) throws IOException {
    return answer(terminal -> {
      try (Hidden _ = terminal.hide()) {
        return terminal.read(text);
      }
    });
  }

  private static Optional<char[]> answer(Question question) throws IOException {
    SecretFile file;
    try {
      file = SecretFile.open(NAME, SecretFile.READ_WRITE);
    } catch (IOException e) {
      // A service has no terminal.
      return Optional.empty();
    }
    try (file) {
      return Optional.of(question.askAt(new Terminal(file)));
    }
  }

  private char[] read(String text) throws IOException {
    file.write(text);
    char[] line = file.readLine(MAX_BYTES);
    try {
      boolean ended = line.length > 0 && line[line.length - 1] == '\n';
      return Arrays.copyOf(line, ended ? line.length - 1 : line.length);
    } finally {
      Arrays.fill(line, '\0');
    }
  }

  private Hidden hide() throws IOException {
    // Shared, because a signal restores the terminal on another thread.
    MemorySegment before = Arena.ofAuto().allocate(SETTINGS_BYTES);
    Libc.run(NAME, state -> (int) GET.invokeExact(state, file.descriptor(), before));
    Hidden hidden = new Hidden(before);
    MemorySegment settings = Arena.ofAuto().allocate(SETTINGS_BYTES).copyFrom(before);
    int flags = settings.get(JAVA_INT, LOCAL_FLAGS);
    settings.set(JAVA_INT, LOCAL_FLAGS, (flags & ~ECHO) | ECHO_LINE_FEED);
    try {
      set(settings);
      return hidden;
    } catch (IOException | RuntimeException e) {
      hidden.close();
      throw e;
    }
  }

  private void set(MemorySegment settings) throws IOException {
    Libc.run(NAME, state -> (int) SET.invokeExact(state, file.descriptor(), FLUSH, settings));
  }

  /** Keeps echo off until it is closed. */
  private final class Hidden implements AutoCloseable {

    private final MemorySegment before;
    private final ProcessEnd.Step atTheEnd = ProcessEnd.before(this::restore);
    private boolean restored;

    private Hidden(MemorySegment before) {
      this.before = before;
    }

    private synchronized void restore() {
      if (!restored) {
        restored = true;
        try {
          set(before);
        } catch (IOException e) {
          // The terminal is gone.
        }
      }
    }

    @Override
    public void close() {
      restore();
      atTheEnd.close();
    }
  }
}
