package io.keyferry.infra.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers what is wrong, so that all of it can be reported at once. */
final class Faults {

  private static final int SHOWN = 80;

  private final List<String> lines = new ArrayList<>();

  void add(String property, String expected, String found) {
    lines.add(line(property, expected, found));
  }

  static String line(String property, String expected, String found) {
    return "%s: expected %s, found %s".formatted(property, expected, found);
  }

  /**
   * @throws SettingsException if anything was added
   */
  void refuseIfAny(String source) throws SettingsException {
    if (!lines.isEmpty()) {
      throw new SettingsException(source, lines);
    }
  }

  /** What is in the settings, shortened and on one line. */
  static String shown(@Nullable Object value) {
    return switch (value) {
      case null -> "nothing";
      case Map<?, ?> map -> map.isEmpty() ? "an empty object" : "an object";
      case List<?> list -> list.isEmpty() ? "an empty list" : "a list";
      case String text -> quote(text);
      default -> value.toString();
    };
  }

  static String quote(String found) {
    String shown = found.length() > SHOWN ? found.substring(0, SHOWN) + "…" : found;
    return "'" + shown.replaceAll("\\p{Cntrl}", " ") + "'";
  }
}
