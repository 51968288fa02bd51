package io.keyferry.evidence.text;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * Text from outside, made safe to show. A character that a terminal, a browser or a log viewer
 * would interpret or hide appears as its Unicode escape, so that a label cannot forge a line, color
 * it or reverse it. The escape is JSON's own: JSON stays valid and keeps its meaning.
 */
public final class Printable {

  private Printable() {}

  /** Returns the text on one line: line feeds and escape characters appear as Unicode escapes. */
  public static String line(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(character -> {
          if (shows(character)) {
            printable.appendCodePoint(character);
          } else {
            for (char unit : Character.toChars(character)) {
              printable.append("\\u%04X".formatted((int) unit));
            }
          }
        });
    return printable.toString();
  }

  /**
   * Returns a writer that makes everything printable except line feeds, which end its own lines.
   */
  public static PrintWriter writer(Writer out) {
    return new PrintWriter(new LinesWriter(out), true);
  }

  /** Whether the character is visible or blank and affects nothing but its own position. */
  public static boolean shows(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> !isInvisible(character);
    };
  }

  /** The letters and marks among Unicode's Default_Ignorable_Code_Point. */
  private static boolean isInvisible(int character) {
    return switch (character) {
      case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0 -> true;
      default ->
          (character >= 0x180B && character <= 0x180F)
              || (character >= 0xFE00 && character <= 0xFE0F)
              || (character >= 0xE0100 && character <= 0xE01EF);
    };
  }

  private static final class LinesWriter extends FilterWriter {

    LinesWriter(Writer out) {
      super(out);
    }

    @Override
    public void write(int character) throws IOException {
      write(Character.toString((char) character), 0, 1);
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
      write(new String(text, offset, length), 0, length);
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
      String[] lines = text.substring(offset, offset + length).split("\n", -1);
      for (int i = 0; i < lines.length; i++) {
        if (i > 0) {
          out.write('\n');
        }
        out.write(line(lines[i]));
      }
    }
  }
}
