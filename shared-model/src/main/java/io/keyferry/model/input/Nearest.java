package io.keyferry.model.input;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that was probably meant. */
final class Nearest {

  private static final int MAX_EDITS = 3;

  private Nearest() {}

  /** Suggests the known name that begins with this one's words or differs by few edits. */
  static Optional<String> suggestion(String name, Collection<String> known) {
    return known.stream()
        .filter(candidate -> isBeginning(name, candidate) || isNear(name, candidate))
        .min(Comparator.comparingInt((String k) -> edits(name, k)).thenComparing(k -> k))
        .map(near -> "did you mean '" + near + "'?");
  }

  private static boolean isBeginning(String name, String candidate) {
    return candidate.startsWith(name)
        && !name.isEmpty()
        && candidate.substring(name.length()).matches("[^a-z].*");
  }

  private static boolean isNear(String name, String candidate) {
    int length = candidate.length();
    int max = Math.min(MAX_EDITS, Math.min(length / 2, Math.max(2, length / 4)));
    return Math.abs(name.length() - length) <= max && edits(name, candidate) <= max;
  }

  /** The Levenshtein distance. */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int changed = diagonal + (i > 0 && from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = i == 0 ? j : Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
