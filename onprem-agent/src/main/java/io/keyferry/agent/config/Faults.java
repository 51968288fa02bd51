package io.keyferry.agent.config;

import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong, so that all of it can be told at once. */
final class Faults {

  private static final int SHOWN = 80;

  private final List<String> lines = new ArrayList<>();

  void add(String property, String expected, String found) {
    lines.add("%s: expected %s, found %s".formatted(property, expected, found));
  }

  void add(String sentence) {
    lines.add(sentence);
  }

  /** Quotes what the file has, shortened. */
  static String quote(String found) {
    String shown = found.length() > SHOWN ? found.substring(0, SHOWN) + "…" : found;
    return "'" + shown + "'";
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
