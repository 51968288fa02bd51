package io.keyferry.agent.cli;

/** Where the log goes: standard output, unless that is for a command's own output. */
final class LogTarget {

  /** Named in {@code logback.xml}. */
  private static final String PROPERTY = "keyferry.log.target";

  private LogTarget() {}

  /** To be called before anything logs. */
  static void standardError() {
    System.setProperty(PROPERTY, "System.err");
  }
}
