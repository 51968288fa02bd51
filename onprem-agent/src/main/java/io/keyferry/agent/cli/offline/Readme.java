package io.keyferry.agent.cli.offline;

import io.keyferry.model.value.WrappingAlgorithm;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The README of the console's zip. AWS documents that it contains the wrapping algorithm and the
 * expiration time, but not in which form: only unambiguous values are used.
 *
 * @param algorithm the one chosen at the download, if the README names exactly one
 * @param expires absent unless the README gives exactly one time
 */
public record Readme(Optional<WrappingAlgorithm> algorithm, Optional<Instant> expires) {

  private static final Pattern NAME = Pattern.compile("[A-Z0-9_]+");
  private static final Pattern EXPIRY = Pattern.compile("(?i)expir|valid");

  /** ISO 8601, RFC 1123 and JavaScript's format, each with its zone. */
  private static final Map<Pattern, DateTimeFormatter> TIMES =
      Map.of(
          Pattern.compile(
              "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?:Z|[+-]\\d\\d:\\d\\d)"),
          DateTimeFormatter.ISO_OFFSET_DATE_TIME,
          Pattern.compile(
              "[A-Z][a-z]{2}, \\d{1,2} [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d (?:GMT|[+-]\\d{4})"),
          DateTimeFormatter.RFC_1123_DATE_TIME,
          Pattern.compile(
              "[A-Z][a-z]{2} [A-Z][a-z]{2} \\d\\d \\d{4} \\d\\d:\\d\\d:\\d\\d GMT[+-]\\d{4}"),
          DateTimeFormatter.ofPattern("EEE MMM dd uuuu HH:mm:ss 'GMT'xx", Locale.ENGLISH));

  static Readme of(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return new Readme(
        single(
            NAME.matcher(text)
                .results()
                .flatMap(found ->
                    Arrays.stream(WrappingAlgorithm.values())
                        .filter(algorithm -> algorithm.name().equals(found.group())))),
        single(text.lines().filter(line -> EXPIRY.matcher(line).find()).flatMap(Readme::times)));
  }

  private static Stream<Instant> times(String line) {
    return TIMES.entrySet().stream()
        .flatMap(form ->
            form.getKey()
                .matcher(line)
                .results()
                .flatMap(found -> time(found.group(), form.getValue()).stream()));
  }

  private static Optional<Instant> time(String text, DateTimeFormatter form) {
    try {
      return Optional.of(form.parse(text, Instant::from));
    } catch (DateTimeException e) {
      // Not a valid date or time.
      return Optional.empty();
    }
  }

  private static <T> Optional<T> single(Stream<T> found) {
    List<T> distinct = found.distinct().toList();
    return distinct.size() == 1 ? Optional.of(distinct.getFirst()) : Optional.empty();
  }
}
