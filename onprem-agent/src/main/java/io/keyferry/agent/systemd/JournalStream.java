package io.keyferry.agent.systemd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Whether a stream of this process goes to journald. */
public final class JournalStream {

  private static final String VARIABLE = "JOURNAL_STREAM";

  private JournalStream() {}

  /**
   * Compares the stream with the one in the environment. The variable alone proves nothing: every
   * child of a service inherits it, wherever it writes to.
   *
   * @param descriptor 1 for standard output, 2 for standard error
   */
  public static boolean is(int descriptor, Map<String, String> environment) {
    Path stream = Path.of("/proc/self/fd", Integer.toString(descriptor));
    try {
      return (Files.getAttribute(stream, "unix:dev") + ":" + Files.getAttribute(stream, "unix:ino"))
          .equals(environment.get(VARIABLE));
    } catch (IOException e) {
      // Closed, or no /proc: assume that people read it.
      return false;
    }
  }
}
