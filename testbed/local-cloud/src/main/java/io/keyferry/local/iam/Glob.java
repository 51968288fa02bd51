package io.keyferry.local.iam;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** IAM's wildcards: {@code *} for any characters, {@code ?} for exactly one. */
final class Glob {

  private Glob() {}

  static boolean matches(String glob, String text) {
    return pattern(glob, 0).matcher(text).matches();
  }

  static boolean matchesIgnoringCase(String glob, String text) {
    return pattern(glob, Pattern.CASE_INSENSITIVE).matcher(text).matches();
  }

  private static Pattern pattern(String glob, int flags) {
    String regex =
        glob.chars()
            .mapToObj(c ->
                switch (c) {
                  case '*' -> ".*";
                  case '?' -> ".";
                  default -> Pattern.quote(Character.toString(c));
                })
            .collect(Collectors.joining());
    return Pattern.compile(regex, flags | Pattern.DOTALL);
  }
}
