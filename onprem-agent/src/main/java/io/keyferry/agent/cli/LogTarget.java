package io.keyferry.agent.cli;

import io.keyferry.agent.service.JournalStream;
import java.util.Map;

/**
 * Where the log goes: standard output, unless that is for a command's own output; and its form:
 * lines for people, JSON for journald.
 */
final class LogTarget {

  private static final int STANDARD_OUTPUT = 1;

  /** Both are named in {@code logback.xml}. */
  private static final String TARGET = "keyferry.log.target";

  private static final String FORM = "keyferry.log.form";

  private LogTarget() {}

  /** To be called before anything logs, as the next one is. */
  static void ofProcess(Map<String, String> environment) {
    if (JournalStream.is(STANDARD_OUTPUT, environment)) {
      System.setProperty(FORM, "JOURNAL");
    }
  }

  static void standardError() {
    System.setProperty(TARGET, "System.err");
  }
}
