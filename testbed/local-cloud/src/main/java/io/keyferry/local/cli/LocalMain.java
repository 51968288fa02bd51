package io.keyferry.local.cli;

import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.TypeConversionException;

/** The main of {@code ./keyferry demo} and {@code ./keyferry local}. */
@Command(
    name = "keyferry",
    description = "KeyFerry on one machine.",
    mixinStandardHelpOptions = true,
    subcommands = {DemoCommand.class, LocalCommand.class, CloudCommand.class})
public final class LocalMain {

  private LocalMain() {}

  public static void main(String[] args) {
    System.exit(commands().execute(args));
  }

  static CommandLine commands() {
    return new CommandLine(new LocalMain())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Integer.class, text -> whole(text, Integer::valueOf))
        .registerConverter(int.class, text -> whole(text, Integer::valueOf))
        .registerConverter(Long.class, text -> whole(text, Long::valueOf));
  }

  private static <T> T whole(String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("expected a whole number, found '%s'".formatted(text));
    }
  }
}
