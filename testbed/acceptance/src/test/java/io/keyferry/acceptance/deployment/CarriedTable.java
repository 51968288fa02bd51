package io.keyferry.acceptance.deployment;

import java.util.List;

/**
 * Which resource types are carried and which are left out, as listed in {@code docs/localstack.md}.
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
