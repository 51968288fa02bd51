package io.keyferry.evidence.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

  /** Everything that a label is known to do to a terminal or a page, one of each kind. */
  private static final int[] HOSTILE = {
    0x00, 0x07, 0x08, 0x09, 0x0A, 0x0D, 0x1B, 0x7F, 0x80, 0x85, 0x9B, 0x9D, 0x9F, 0xAD, 0x034F,
    0x061C, 0x115F, 0x180B, 0x180E, 0x200B, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202E,
    0x2060, 0x2066, 0x2069, 0x206F, 0x3164, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xE000, 0xE0001,
    0xE0041, 0xE0100, 0x10FFFF
  };

  @Test
  void aTerminalControlCharacterIsEscaped() {
    for (int character : HOSTILE) {
      StringBuilder escape = new StringBuilder("a");
      for (char unit : Character.toChars(character)) {
        escape.append("\\u%04X".formatted((int) unit));
      }
      assertThat(Printable.line("a" + Character.toString(character) + "b"))
          .isEqualTo(escape.append('b').toString());
    }
    assertThat(Printable.line("\uD83D x \uDE00")).isEqualTo("\\uD83D x \\uDE00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "Schlüssel für Zürich", "鍵 №1 ✓ – “x”", "\uD83D\uDE00"})
  void textStaysAsItIs(String text) {
    assertThat(Printable.line(text)).isEqualTo(text);
  }

  @Test
  void theWriterPassesOnLineFeedsAloneHoweverItIsCalled() {
    StringWriter out = new StringWriter();
    try (PrintWriter writer = Printable.writer(out)) {
      writer.println("one\u001b[2A");
      writer.print('\u009b');
      writer.write(new char[] {'x', '\u202e', '\n', '\n'}, 0, 4);
      writer.write("--\u200b\n", 2, 2);
      writer.print("end");
    }
    assertThat(out).hasToString("one\\u001B[2A\n\\u009Bx\\u202E\n\n\\u200B\nend");
  }

  @Test
  void jsonStaysValidAndKeepsItsMeaning() throws IOException {
    StringBuilder hostile = new StringBuilder("\uD83D\uDE00 é \\ \" ");
    for (int character : HOSTILE) {
      hostile.appendCodePoint(character);
    }
    StringWriter out = new StringWriter();
    PrintWriter writer = Printable.writer(out);
    try (JsonGenerator json = new JsonFactory().createGenerator(writer)) {
      json.writeString(hostile.toString());
    }
    assertThat(out.toString().codePoints()).allMatch(Printable::shows);
    try (JsonParser json = new JsonFactory().createParser(out.toString())) {
      assertThat(json.nextTextValue()).isEqualTo(hostile.toString());
    }
  }
}
