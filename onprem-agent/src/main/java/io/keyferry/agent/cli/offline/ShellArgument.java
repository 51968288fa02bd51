package io.keyferry.agent.cli.offline;

import io.keyferry.evidence.text.Printable;
import java.util.regex.Pattern;

/** A word of a command that is shown for somebody to run. */
public final class ShellArgument {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:][A-Za-z0-9_./:-]*");

  private ShellArgument() {}

  /** As a POSIX shell takes it. What cannot be printed stands as its number. */
  public static String of(String argument) {
    String printable = Printable.line(argument);
    return PLAIN.matcher(printable).matches()
        ? printable
        : "'" + printable.replace("'", "'\\''") + "'";
  }
}
