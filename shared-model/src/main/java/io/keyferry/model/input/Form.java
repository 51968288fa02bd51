package io.keyferry.model.input;

import io.keyferry.model.json.Json;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a value must look like, and what it means.
 *
 * @param expected completes "expected …"
 * @param meaning throws {@link IllegalArgumentException}, {@link DateTimeException} or {@link
 *     UnexpectedValueException} for a value without a meaning
 */
public record Form<T>(String expected, Function<Json, T> meaning) {

  private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,8}");
  private static final Pattern BOOLEAN = Pattern.compile("true|false");

  /** A text with a meaning; the function throws as that of a form does. */
  public static <T> Form<T> parsed(String expected, Function<String, T> meaning) {
    return scalar(Json.Text.class, expected, meaning);
  }

  /** A text that the pattern matches as a whole. */
  public static Form<String> text(String expected, Pattern pattern) {
    return parsed(expected, matching(pattern));
  }

  /** A text that the pattern matches as a whole. */
  public static Form<String> text(String expected, String pattern) {
    return text(expected, Pattern.compile(pattern));
  }

  /** One of these, by its name. */
  public static <T> Form<T> oneOf(List<T> values, Function<T, String> name) {
    List<String> names = values.stream().map(name).toList();
    return parsed(
        "one of " + String.join(", ", names),
        text -> {
          if (names.contains(text)) {
            return values.get(names.indexOf(text));
          }
          throw new UnexpectedValueException(
              Violation.quoted(text), Nearest.suggestion(text, names));
        });
  }

  /** One of the constants, by its name. */
  public static <E extends Enum<E>> Form<E> oneOf(E[] constants) {
    return oneOf(List.of(constants), Enum::name);
  }

  /** An integer within these bounds. */
  public static Form<Integer> integer(int min, int max) {
    return integer("a whole number from " + min + " to " + max, n -> n >= min && n <= max);
  }

  /** An integer for which the condition holds. */
  public static Form<Integer> integer(String expected, Predicate<Integer> condition) {
    return scalar(Json.Num.class, expected, matching(INTEGER).andThen(Integer::valueOf))
        .where(condition);
  }

  /** True or false. */
  public static Form<Boolean> bool() {
    return scalar(Json.Bool.class, "true or false", matching(BOOLEAN).andThen(Boolean::valueOf));
  }

  /** The same form, under a condition. */
  public Form<T> where(Predicate<T> condition) {
    return new Form<>(expected, meaning.andThen(meant -> checked(meant, condition)));
  }

  /** The same form, which reads a number or a boolean as text without quotes. */
  public Form<T> asWritten() {
    return new Form<>(
        expected, value -> meaning.apply(written(value).<Json>map(Json.Text::new).orElse(value)));
  }

  /** The same form, whose violations never show the value. */
  public Form<T> secret() {
    return new Form<>(
        expected,
        value -> {
          try {
            return meaning.apply(value);
          } catch (IllegalArgumentException | DateTimeException | UnexpectedValueException e) {
            throw written(value)
                .<RuntimeException>map(text ->
                    new UnexpectedValueException(text.length() + " characters that are not shown"))
                .orElse(e);
          }
        });
  }

  /** The text of a string, a number or a boolean as written. */
  private static Optional<String> written(Json value) {
    return switch (value) {
      case Json.Text(String text) -> Optional.of(text);
      case Json.Num(String literal) -> Optional.of(literal);
      case Json.Bool(boolean decided) -> Optional.of(Boolean.toString(decided));
      default -> Optional.empty();
    };
  }

  private static Function<String, String> matching(Pattern pattern) {
    return text -> checked(text, pattern.asMatchPredicate());
  }

  private static <T> T checked(T value, Predicate<T> condition) {
    if (condition.test(value)) {
      return value;
    }
    throw new IllegalArgumentException("the condition does not hold");
  }

  private static <T> Form<T> scalar(
      Class<? extends Json> type, String expected, Function<String, T> meaning) {
    return new Form<>(
        expected,
        value -> {
          T meant =
              meaning.apply(
                  written(value).orElseThrow(() -> new IllegalArgumentException("no text")));
          if (!type.isInstance(value)) {
            throw new UnexpectedValueException(
                Violation.shown(value),
                Optional.of(type == Json.Text.class ? "put it in quotes" : "remove the quotes"));
          }
          return meant;
        });
  }
}
