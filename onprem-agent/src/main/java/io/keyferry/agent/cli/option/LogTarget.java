package io.keyferry.agent.cli.option;

import io.keyferry.agent.systemd.JournalStream;
import java.util.Map;

/**
 * The target of the log: standard output, unless a command writes its own output there. The form of
 * the log: lines for people, JSON for journald.
 */
public final class LogTarget {

  private static final int STANDARD_OUTPUT = 1;
  private static final int STANDARD_ERROR = 2;

  /** Both are named in {@code logback.xml}. */
  private static final String TARGET = "keyferry.log.target";

  private static final String FORM = "keyferry.log.form";
  private static final String JOURNAL = "JOURNAL";

  private LogTarget() {}

  /** Call this or {@link #standardError} before anything logs. */
  public static void ofProcess(Map<String, String> environment) {
    of(STANDARD_OUTPUT, environment);
  }

  public static void standardError() {
    System.setProperty(TARGET, "System.err");
    of(STANDARD_ERROR, System.getenv());
  }

  private static void of(int descriptor, Map<String, String> environment) {
    if (JournalStream.is(descriptor, environment)) {
      System.setProperty(FORM, JOURNAL);
    } else {
      System.clearProperty(FORM);
    }
  }

  /** Whether the log goes to journald, with priorities. */
  public static boolean isJournal() {
    return JOURNAL.equals(System.getProperty(FORM));
  }
}
