package io.keyferry.local.iam;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The request context: condition keys and their values. The names of keys are not case-sensitive; a
 * key that a request does not have is absent.
 */
public final class Context {

  private final TreeMap<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private Context(Map<String, List<String>> values) {
    this.values.putAll(values);
  }

  /** A context with these keys. */
  public static Context of(Map<String, List<String>> values) {
    return new Context(values);
  }

  /** An empty context. */
  public static Context empty() {
    return new Context(Map.of());
  }

  /** A copy with this key, which replaces earlier values. */
  public Context with(String key, String... value) {
    Context next = new Context(values);
    next.values.put(key, List.of(value));
    return next;
  }

  /** A copy with the keys of another context, which take precedence. */
  public Context with(Context other) {
    Context next = new Context(values);
    next.values.putAll(other.values);
    return next;
  }

  /** The values of a key, if the request has it. */
  Optional<List<String>> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** All keys in alphabetical order. */
  public Map<String, List<String>> asMap() {
    return Map.copyOf(values);
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
