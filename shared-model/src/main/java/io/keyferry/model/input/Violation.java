package io.keyferry.model.input;

import io.keyferry.model.json.Json;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing wrong with an input.
 *
 * @param path of the value, such as {@code policy.accounts[0]}
 * @param expected what is allowed
 * @param found what was found, in words: a text in quotes, {@code nothing}, {@code a list}
 * @param cure what to do, if that does not follow from {@code expected}
 */
public record Violation(String path, String expected, String found, Optional<String> cure) {

  private static final int SHOWN = 80;
  private static final Pattern PEM = Pattern.compile("\\s*(-----BEGIN [A-Z0-9 ]{1,40}-----)");

  /** A violation without a separate cure. */
  public Violation(String path, String expected, String found) {
    this(path, expected, found, Optional.empty());
  }

  /** Describes a value to complete "found …"; a scalar is shown with its value. */
  public static String shown(Json value) {
    return switch (value) {
      case Json.Text(String text) -> quoted(text);
      case Json.Num(String literal) -> literal;
      case Json.Bool(boolean decided) -> Boolean.toString(decided);
      case Json.Null() -> "nothing";
      case Json.Arr(var items) -> items.isEmpty() ? "an empty list" : "a list";
      case Json.Obj(var fields, _) -> fields.isEmpty() ? "an empty object" : "an object";
    };
  }

  /** Quotes a text, shortened to one line; PEM, which may be a private key, is only described. */
  public static String quoted(String text) {
    Matcher pem = PEM.matcher(text);
    if (pem.lookingAt()) {
      return "%d characters, beginning with %s".formatted(text.length(), pem.group(1));
    }
    String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    return "'" + shown.replaceAll("\\p{Cntrl}", " ") + "'";
  }

  @Override
  public String toString() {
    return path + ": expected " + expected + ", found " + found + cure.map(": "::concat).orElse("");
  }
}
