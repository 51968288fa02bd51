package io.keyferry.cloud.request;

import io.keyferry.model.input.Violation;
import java.util.Collection;
import java.util.List;

/**
 * What the operator allows in requests. The functions' IAM roles enforce the same; this check
 * refuses a request before a key is created.
 *
 * @param tagKeys tag keys that new keys may have, or prefixes of them, each followed by {@code *}
 * @param allowEvenIfDisabled whether a request may order that a Disabled key is enabled
 */
public record RequestLimits(
    WrappingLimits wrapping, List<String> tagKeys, boolean allowEvenIfDisabled) {

  public RequestLimits {
    tagKeys = List.copyOf(tagKeys);
  }

  /** The violations of a new key's tag keys. */
  public List<Violation> tagViolations(Collection<String> keys) {
    return keys.stream()
        .filter(key -> tagKeys.stream().noneMatch(pattern -> matches(pattern, key)))
        .map(key -> new Violation("newKey.tags." + key, expected(), Violation.quoted(key)))
        .toList();
  }

  private String expected() {
    return "a tag key that the setting tagKeys of this deployment allows: "
        + (tagKeys.isEmpty() ? "none" : String.join(", ", tagKeys));
  }

  private static boolean matches(String pattern, String key) {
    return pattern.endsWith("*")
        ? key.startsWith(pattern.substring(0, pattern.length() - 1))
        : key.equals(pattern);
  }
}
