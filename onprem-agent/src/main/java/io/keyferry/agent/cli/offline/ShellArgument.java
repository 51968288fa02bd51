package io.keyferry.agent.cli.offline;

import io.keyferry.evidence.text.Printable;
import java.util.regex.Pattern;

/** An argument in a command that is printed for a user to run. */
public final class ShellArgument {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:][A-Za-z0-9_./:-]*");

  private ShellArgument() {}

  /** Quotes the argument for a POSIX shell. Unprintable characters are shown as numbers. */
  public static String of(String argument) {
    String printable = Printable.line(argument);
    return PLAIN.matcher(printable).matches()
        ? printable
        : "'" + printable.replace("'", "'\\''") + "'";
  }
}
