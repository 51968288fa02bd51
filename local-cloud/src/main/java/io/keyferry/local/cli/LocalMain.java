package io.keyferry.local.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * What {@code ./keyferry demo}, {@code ./keyferry local} and {@code ./keyferry bench} hand over to.
 */
@Command(
    name = "keyferry",
    description = "KeyFerry on one machine.",
    mixinStandardHelpOptions = true,
    subcommands = {DemoCommand.class, LocalCommand.class, BenchCommand.class, CloudCommand.class})
public final class LocalMain {

  private LocalMain() {}

  public static void main(String[] args) {
    CommandLine commands = new CommandLine(new LocalMain());
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(commands.execute(args));
  }
}
