package io.keyferry.agent.login;

import io.keyferry.agent.hsm.Pin;
import io.keyferry.agent.process.SecretFile;
import java.util.Arrays;
import java.util.Optional;

/**
 * The allowed form of a PIN. An editor or a shell easily adds invisible characters, and each wrong
 * PIN costs a try at the token.
 */
final class PinText {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private PinText() {}

  /**
   * Makes a PIN from a file's text, without the one line end that editors add. Wipes the text.
   *
   * @param what completes "expected …"
   */
  static Pin ofFile(char[] text, String what) throws PinException {
    int length = text.length;
    if (length > 0 && text[length - 1] == '\n') {
      length--;
      if (length > 0 && text[length - 1] == '\r') {
        length--;
      }
    }
    char[] chars = Arrays.copyOf(text, length);
    Arrays.fill(text, '\0');
    return check(chars, what);
  }

  /**
   * Makes a PIN that owns these characters, or wipes them.
   *
   * @param what completes "expected …"
   */
  static Pin check(char[] chars, String what) throws PinException {
    Optional<String> found = objection(chars);
    if (found.isPresent()) {
      Arrays.fill(chars, '\0');
      throw new PinException("expected %s, found %s".formatted(what, found.get()));
    }
    return new Pin(chars);
  }

  private static Optional<String> objection(char[] chars) {
    if (chars.length == 0) {
      return Optional.of("nothing");
    }
    if (chars[0] == BYTE_ORDER_MARK) {
      return Optional.of("a byte order mark before it: save the file as UTF-8 without one");
    }
    for (char c : chars) {
      if (c == SecretFile.NOT_UTF_8) {
        return Optional.of("bytes that are not UTF-8: save the PIN in UTF-8");
      }
      if (isInvisible(c)) {
        return Optional.of(
            "an invisible character in it (U+%04X): write the PIN alone on one line"
                .formatted((int) c));
      }
    }
    if (isBlank(chars[0]) || isBlank(chars[chars.length - 1])) {
      return Optional.of("a leading or trailing blank: remove it");
    }
    return Optional.empty();
  }

  /** Whether the character is a line end, NUL, tab, zero-width or direction mark. */
  private static boolean isInvisible(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  private static boolean isBlank(char c) {
    return Character.isSpaceChar(c);
  }
}
