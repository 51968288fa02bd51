package io.keyferry.cloud.request;

import io.keyferry.model.input.Violation;
import java.util.Collection;
import java.util.List;

/**
 * What the operator lets requests choose from. The functions' IAM roles say the same; here a
 * request hears of it before a key is created.
 *
 * @param tagKeys tag keys that new keys may have, or beginnings of such, each followed by {@code *}
 * @param allowEvenIfDisabled whether a request may have a Disabled key enabled
 */
public record RequestLimits(
    WrappingLimits wrapping, List<String> tagKeys, boolean allowEvenIfDisabled) {

  public RequestLimits {
    tagKeys = List.copyOf(tagKeys);
  }

  /** What is wrong with these tag keys of a new key. */
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
