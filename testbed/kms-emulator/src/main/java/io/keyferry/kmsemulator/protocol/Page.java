package io.keyferry.kmsemulator.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** One page of a list that is sorted by a text: {@code Limit} and {@code Marker}. */
public final class Page {

  private Page() {}

  /**
   * Returns one page of a list.
   *
   * @param sorted all entries, by rising {@code order}
   * @param usualLimit the page size if the request names none
   * @throws KmsError if the marker is not the emulator's
   */
  public static <T> ObjectNode of(
      Parameters given,
      int usualLimit,
      String field,
      Stream<T> sorted,
      Function<T, String> order,
      Function<T, ? extends JsonNode> entry) {
    String after = given.optionalText("Marker").map(Page::decode).orElse("");
    int limit = given.number("Limit", usualLimit);
    List<T> found =
        sorted.filter(item -> order.apply(item).compareTo(after) > 0).limit(limit + 1L).toList();
    List<T> shown = found.subList(0, Math.min(limit, found.size()));
    ObjectNode answer = Json.object().put("Truncated", found.size() > limit);
    shown.forEach(item -> answer.withArray(field).add(entry.apply(item)));
    if (shown.isEmpty()) {
      answer.putArray(field);
    }
    if (found.size() > limit) {
      answer.put("NextMarker", encode(order.apply(shown.getLast())));
    }
    return answer;
  }

  private static String encode(String last) {
    return Base64.getEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String marker) {
    return Parameters.decode(marker)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElseThrow(() -> KmsError.unexplained("InvalidMarkerException"));
  }
}
