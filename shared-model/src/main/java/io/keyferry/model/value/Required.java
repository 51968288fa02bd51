package io.keyferry.model.value;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks for record components that a JSON text may have left out. */
public final class Required {

  /** The largest integer that every JSON reader keeps exact (RFC 8259, section 6). */
  public static final long MAX_INTEGER = (1L << 53) - 1;

  private static final int CHUNK = 512;
  private static final Pattern BEYOND_BASIC_PLANE =
      Pattern.compile("[\\x{10000}-\\x{10FFFF}\\p{Cs}]");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_:.-]{0,63}");
  private static final Pattern UNPAIRED_SURROGATE = Pattern.compile("\\p{Cs}");

  private Required() {}

  /** A field that is missing in JSON arrives as null, whatever the component's type says. */
  public static <T> T present(@Nullable T value, String field) {
    if (value == null) {
      throw InvalidValueException.of("the field " + field, "a message without it");
    }
    return value;
  }

  /**
   * Refuses a text that is missing, too long, or cannot be written again: for texts that are
   * compared or signed and must not change.
   */
  public static void check(@Nullable String value, String field, int max) {
    String text = present(value, field);
    if (!cleaned(text, field, max).equals(text)) {
      throw InvalidValueException.of(field + " in text that JSON can hold", text);
    }
  }

  /**
   * A text that can be written again. The JSON writer fails at an unpaired surrogate and if a pair
   * spans two of its chunks, so unpaired surrogates become U+FFFD, and in a text longer than a
   * chunk pairs do, too.
   */
  @CheckReturnValue
  public static String cleaned(@Nullable String value, String field, int max) {
    String text = present(value, field);
    if (text.length() > max) {
      throw InvalidValueException.of(field + " of at most " + max + " characters", text);
    }
    Pattern unwritable = text.length() < CHUNK ? UNPAIRED_SURROGATE : BEYOND_BASIC_PLANE;
    return unwritable.matcher(text).replaceAll("\uFFFD");
  }

  /** A map as {@link #named} accepts it, with all texts cleaned. */
  @CheckReturnValue
  public static SortedMap<String, String> cleaned(
      @Nullable Map<String, String> texts, String field, int maxEntries, int max) {
    named(texts, field, maxEntries);
    SortedMap<String, String> cleaned = new TreeMap<>();
    present(texts, field).forEach((name, text) -> cleaned.put(name, cleaned(text, name, max)));
    return Collections.unmodifiableSortedMap(cleaned);
  }

  /**
   * Checks that a map's names are as plain as field names: written without escapes, they are the
   * same to every reader.
   */
  static void named(@Nullable Map<String, ?> map, String field, int maxEntries) {
    Map<String, ?> present = present(map, field);
    between(0, present.size(), maxEntries, field);
    for (String name : present.keySet()) {
      if (!NAME.matcher(name).matches()) {
        throw InvalidValueException.of("a name in " + field + " of the form " + NAME, name);
      }
    }
  }

  public static void between(int min, int value, int max, String field) {
    if (value < min || value > max) {
      throw InvalidValueException.of(
          field + " between " + min + " and " + max, Integer.toString(value));
    }
  }

  /**
   * A position in a sequence from 1, at most what every JSON reader keeps exact (RFC 7493, 2.2).
   */
  public static void place(long value, String field) {
    if (value < 1 || value > MAX_INTEGER) {
      throw InvalidValueException.of(
          "a " + field + " between 1 and " + MAX_INTEGER, Long.toString(value));
    }
  }

  /** Every store and every peer keeps milliseconds. */
  public static Instant milliseconds(@Nullable Instant value, String field) {
    return present(value, field).truncatedTo(ChronoUnit.MILLIS);
  }
}
