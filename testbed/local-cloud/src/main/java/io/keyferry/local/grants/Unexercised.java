package io.keyferry.local.grants;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The grants that no test on this machine can use, each with the reason.
 *
 * @param reasons by grants; one that ends in {@code / all} stands for all of a statement
 */
record Unexercised(Map<String, String> reasons) {

  private static final String LIST = "unexercised.txt";
  private static final String SEPARATOR = " / ";
  private static final String ALL = SEPARATOR + "all";

  /** The list beside this class: {@code GRANT # REASON} on each line. */
  static Unexercised read() throws IOException {
    try (InputStream list = Unexercised.class.getResourceAsStream(LIST)) {
      if (list == null) {
        throw new IOException("expected the list " + LIST + " beside its reader");
      }
      return parse(new String(list.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  static Unexercised parse(String text) {
    Map<String, String> reasons = new LinkedHashMap<>();
    text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(line -> {
          int end = line.lastIndexOf(" # ");
          if (end < 0) {
            throw new IllegalArgumentException(
                "expected 'GRANT # REASON' in %s, found '%s'".formatted(LIST, line));
          }
          reasons.put(line.substring(0, end).strip(), line.substring(end + 3).strip());
        });
    return new Unexercised(reasons);
  }

  /** The entry for a grant. */
  Optional<String> entry(String grant) {
    return reasons.keySet().stream().filter(entry -> covers(entry, grant)).findFirst();
  }

  private static boolean covers(String entry, String grant) {
    return entry.endsWith(ALL)
        ? grant.startsWith(entry.substring(0, entry.length() - ALL.length() + SEPARATOR.length()))
        : grant.equals(entry);
  }
}
