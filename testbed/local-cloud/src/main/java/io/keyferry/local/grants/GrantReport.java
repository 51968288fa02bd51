package io.keyferry.local.grants;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Faults of the grants: those that no test uses and no reason excuses, and reasons that no longer
 * excuse anything.
 *
 * @param rows the whole table
 * @param unexplained grants without test and without reason
 * @param otherwiseDecided recorded calls that the template's policies decide otherwise
 * @param stale entries of the list whose grants are used, or do not exist
 */
public record GrantReport(
    List<GrantTable.Row> rows,
    Map<String, String> explained,
    List<String> unexplained,
    List<String> stale,
    List<String> otherwiseDecided) {

  /** Compares a table with the list of grants that no test can use. */
  public static GrantReport of(GrantTable table) throws IOException {
    return of(table.rows(), Unexercised.read(), table.otherwiseDecided());
  }

  static GrantReport of(
      List<GrantTable.Row> rows, Unexercised list, List<String> otherwiseDecided) {
    Map<String, String> explained = new LinkedHashMap<>();
    List<String> unexplained = new ArrayList<>();
    TreeSet<String> stale = new TreeSet<>(list.reasons().keySet());
    for (GrantTable.Row row : rows) {
      if (row.test().isPresent()) {
        continue;
      }
      Optional<String> entry = list.entry(row.grant());
      if (entry.isPresent()) {
        stale.remove(entry.get());
        explained.put(
            row.grant(), Optional.ofNullable(list.reasons().get(entry.get())).orElseThrow());
      } else {
        unexplained.add(row.grant());
      }
    }
    return new GrantReport(rows, explained, unexplained, List.copyOf(stale), otherwiseDecided);
  }

  /** Whether the report has no fault. */
  public boolean holds() {
    return unexplained.isEmpty() && stale.isEmpty() && otherwiseDecided.isEmpty();
  }

  /** The table as text: each grant with its test or its reason, and the figures. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (GrantTable.Row row : rows) {
      String reason = explained.get(row.grant());
      text.append(
          "%s %s%n    %s%n"
              .formatted(
                  row.deny() ? "deny " : "allow",
                  row.grant(),
                  row.test()
                      .orElse(reason == null ? "NO TEST NEEDS IT" : "not exercised: " + reason)));
    }
    long statements =
        rows.stream()
            .map(row -> row.grant().substring(0, row.grant().lastIndexOf(" / ")))
            .distinct()
            .count();
    text.append(
        "%n%d statements; %d actions, resource patterns and condition values: %d needed by a named test, %d not exercised with a reason, %d without%n"
            .formatted(
                statements,
                rows.size(),
                rows.size() - explained.size() - unexplained.size(),
                explained.size(),
                unexplained.size()));
    unexplained.forEach(grant -> text.append("no test needs: %s%n".formatted(grant)));
    otherwiseDecided.forEach(
        call -> text.append("decided otherwise by the template: %s%n".formatted(call)));
    stale.forEach(entry -> text.append("excuses nothing: %s%n".formatted(entry)));
    return text.toString();
  }
}
