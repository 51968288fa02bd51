package io.keyferry.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Checks that records make of what a JSON text may have left out. */
final class Required {

  private Required() {}

  /** A field that JSON leaves out arrives as null, whatever the component's type says. */
  static <T> T present(@Nullable T value, String field) {
    if (value == null) {
      throw InvalidValueException.of("the field " + field, "a message without it");
    }
    return value;
  }

  static String text(@Nullable String value, String field, int longest) {
    String text = present(value, field);
    if (text.length() > longest) {
      throw InvalidValueException.of(field + " of at most " + longest + " characters", text);
    }
    return text;
  }

  static int between(int least, int value, int most, String field) {
    if (value < least || value > most) {
      throw InvalidValueException.of(
          field + " between " + least + " and " + most, Integer.toString(value));
    }
    return value;
  }

  /** Milliseconds are what every store and every peer keeps. */
  static Instant milliseconds(@Nullable Instant value, String field) {
    return present(value, field).truncatedTo(ChronoUnit.MILLIS);
  }
}
