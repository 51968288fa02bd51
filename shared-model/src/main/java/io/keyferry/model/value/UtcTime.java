package io.keyferry.model.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.regex.Pattern;

/** The only text form of a time: RFC 3339, UTC, written with {@code Z} and three decimals. */
public final class UtcTime {

  private static final Pattern FORM =
      // ISO 8601 allows 24:00 and leap seconds, which would be written as another time.
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,3})?Z");
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private UtcTime() {}

  /** {@code 2026-11-23T09:30:00.000Z}. */
  public static String format(Instant time) {
    return FORMAT.format(time);
  }

  /**
   * Reads a time with up to three decimals.
   *
   * @throws InvalidValueException for any other form, another offset, or a day that does not exist
   */
  public static Instant parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw invalid(text);
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw invalid(text);
    }
  }

  private static InvalidValueException invalid(String text) {
    return InvalidValueException.of("a time in UTC such as 2026-11-23T09:30:00Z", text);
  }
}
