package io.keyferry.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks that records make of what a JSON text may have left out. */
final class Required {

  private static final int CHUNK = 512;
  private static final Pattern BEYOND_BASIC_PLANE =
      Pattern.compile("[\\x{10000}-\\x{10FFFF}\\p{Cs}]");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_:.-]{0,63}");
  private static final Pattern HALF_A_PAIR = Pattern.compile("\\p{Cs}");

  private Required() {}

  /** A field that JSON leaves out arrives as null, whatever the component's type says. */
  static <T> T present(@Nullable T value, String field) {
    if (value == null) {
      throw InvalidValueException.of("the field " + field, "a message without it");
    }
    return value;
  }

  /**
   * A text that can be written again. The JSON writer fails at half a pair of surrogates and where
   * a pair meets the end of one of its chunks, so halves, and in a text longer than a chunk pairs
   * too, become U+FFFD.
   */
  static String text(@Nullable String value, String field, int longest) {
    String text = present(value, field);
    if (text.length() > longest) {
      throw InvalidValueException.of(field + " of at most " + longest + " characters", text);
    }
    Pattern unwritable = text.length() < CHUNK ? HALF_A_PAIR : BEYOND_BASIC_PLANE;
    return unwritable.matcher(text).replaceAll("\uFFFD");
  }

  /**
   * A map whose names are as plain as field names. The JSON reader leaves escapes in a map's names
   * as they stand, so that a name with one would be read as another than was written.
   */
  static void named(@Nullable Map<String, ?> map, String field, int most) {
    Map<String, ?> present = present(map, field);
    between(0, present.size(), most, field);
    for (String name : present.keySet()) {
      if (!NAME.matcher(name).matches()) {
        throw InvalidValueException.of("a name in " + field + " of the form " + NAME, name);
      }
    }
  }

  static void between(int least, int value, int most, String field) {
    if (value < least || value > most) {
      throw InvalidValueException.of(
          field + " between " + least + " and " + most, Integer.toString(value));
    }
  }

  /** A place in a sequence from 1, at most what every JSON reader keeps exactly (RFC 7493, 2.2). */
  static void place(long value, String field) {
    if (value < 1 || value > AuditLine.LAST_SEQUENCE) {
      throw InvalidValueException.of(
          "a " + field + " between 1 and " + AuditLine.LAST_SEQUENCE, Long.toString(value));
    }
  }

  /** Milliseconds are what every store and every peer keeps. */
  static Instant milliseconds(@Nullable Instant value, String field) {
    return present(value, field).truncatedTo(ChronoUnit.MILLIS);
  }
}
