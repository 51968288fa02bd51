package io.keyferry.acceptance.deployment;

import java.util.List;

/**
 * What is carried and what is left out, type by type, as it stands in {@code docs/localstack.md}.
 */
record CarriedTable(Template template) {

  List<String> rows() {
    return template.counts().entrySet().stream()
        .map(count ->
            "| `%s` | %d | %s |".formatted(count.getKey(), count.getValue(), said(count.getKey())))
        .toList();
  }

  private static String said(String type) {
    return LeftOut.why(type).map(why -> "left out: " + why).orElse("carried");
  }
}
