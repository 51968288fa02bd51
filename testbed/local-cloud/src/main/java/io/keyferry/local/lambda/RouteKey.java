package io.keyferry.local.lambda;

import io.keyferry.model.value.InvalidValueException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A route of an HTTP API, {@code GET /operations/{id}}: a method and a path whose parts in braces
 * are parameters.
 */
record RouteKey(String text, String method, List<String> parts) {

  /**
   * Reads the text form.
   *
   * @throws InvalidValueException if it is not a method and a path
   */
  static RouteKey parse(String text) {
    String[] words = text.split(" ", -1);
    if (words.length != 2 || !words[1].startsWith("/")) {
      throw InvalidValueException.of("a route key (METHOD /path/{parameter})", text);
    }
    return new RouteKey(text, words[0], parts(words[1]));
  }

  /** The path parameters, if the request matches this route. */
  Optional<Map<String, String>> match(String requestMethod, String path) {
    List<String> found = parts(path);
    if (!requestMethod.equals(method) || found.size() != parts.size()) {
      return Optional.empty();
    }
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      String value = found.get(i);
      if (part.startsWith("{") && part.endsWith("}") && !value.isEmpty()) {
        parameters.put(part.substring(1, part.length() - 1), value);
      } else if (!part.equals(value)) {
        return Optional.empty();
      }
    }
    return Optional.of(parameters);
  }

  private static List<String> parts(String path) {
    return List.of(path.substring(1).split("/", -1));
  }
}
