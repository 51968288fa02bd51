package io.keyferry.evidence.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of one log: {@code audit-000001.jsonl} and so on. Other files are ignored. */
record AuditFiles(Path directory) {

  private static final Pattern NAME = Pattern.compile("audit-(\\d{6,9})\\.jsonl");

  Path path(int number) {
    return directory.resolve(name(number));
  }

  /** In their order. */
  List<Integer> numbers() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.flatMap(entry -> number(entry).stream()).sorted().toList();
    } catch (UncheckedIOException e) {
      throw new IOException(e.getCause());
    }
  }

  static String name(int number) {
    return "audit-%06d.jsonl".formatted(number);
  }

  private static Optional<Integer> number(Path entry) {
    String name = String.valueOf(entry.getFileName());
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        ? Optional.of(Integer.parseInt(matcher.group(1))).filter(found -> name(found).equals(name))
        : Optional.empty();
  }
}
