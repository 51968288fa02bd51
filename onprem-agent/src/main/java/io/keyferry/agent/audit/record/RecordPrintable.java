package io.keyferry.agent.audit.record;

/**
 * Text of somebody else's, made harmless to print: what a terminal or a browser would obey rather
 * than show stands as its number. A label must not forge a line, colour it or turn it around.
 */
public final class RecordPrintable {

  private RecordPrintable() {}

  /** The text with {@code <U+001B>} for an escape, and the like. */
  public static String of(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(character -> {
          if (shows(character)) {
            printable.appendCodePoint(character);
          } else {
            printable.append("<U+%04X>".formatted(character));
          }
        });
    return printable.toString();
  }

  private static boolean shows(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
