package io.keyferry.agent.config;

import io.keyferry.evidence.file.DiskFault;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a property's text must look like, and what it means.
 *
 * @param expected completes "expected …"
 * @param parse absent or an {@link IllegalArgumentException} for any other text
 */
record Form<T>(String expected, Function<String, Optional<T>> parse) {

  /** What is wrong with a file that a text names. */
  static final class FileFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private FileFault(String found) {
      super(found);
    }
  }

  /** What is read of a file or a directory. */
  @FunctionalInterface
  interface FileReading<T> {
    T read(String path) throws IOException;
  }

  /**
   * Reads the text.
   *
   * @throws FileFault if it names a file that is not as expected
   */
  Optional<T> read(String text) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      // The fault's wording is the form's own: it says what is expected, in the operator's terms.
      return Optional.empty();
    }
  }

  /** Of a text that names a file: what is wrong with the file is reported, too. */
  static <T> Form<T> ofFile(String expected, FileReading<T> reading) {
    return new Form<>(
        expected,
        path -> {
          try {
            return Optional.of(reading.read(path));
          } catch (IOException e) {
            throw new FileFault(DiskFault.words(e));
          }
        });
  }

  Form<T> filtered(Predicate<T> condition) {
    return new Form<>(expected, text -> parse.apply(text).filter(condition));
  }

  static Form<String> matching(String expected, String regex) {
    return new Form<>(expected, text -> Optional.of(text).filter(t -> t.matches(regex)));
  }

  static Form<Integer> wholeNumber(int min, int max) {
    return new Form<>(
        "a whole number from " + min + " to " + max,
        text ->
            Optional.of(Integer.valueOf(text)).filter(number -> number >= min && number <= max));
  }

  static Form<Boolean> trueOrFalse() {
    return new Form<>(
        "true or false",
        text ->
            text.equals("true") || text.equals("false")
                ? Optional.of(Boolean.valueOf(text))
                : Optional.empty());
  }

  static <E extends Enum<E>> Form<E> oneOf(Class<E> type) {
    String names =
        Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "));
    return new Form<>("one of " + names, text -> Optional.of(Enum.valueOf(type, text)));
  }
}
